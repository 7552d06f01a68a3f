#include "engine/core/error.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/secret_factor.h"
#include "engine/tokens/subword_model.h"
#include "engine/tokens/symbol_merger.h"
#include "engine/tokens/utf8_text.h"
#include "engine/tokens/word_cutter.h"

#include <array>
#include <bit>
#include <limits>

namespace ffn {

namespace {

/// Pairs of pieces and what they make: open addressing, at most half full.
class PairTable {
  public:
    explicit PairTable(const std::vector<Merge>& merges)
        : m_slots(std::bit_ceil(merges.size() * 2 + 2)), m_mask(m_slots.size() - 1),
          m_shift(64 - std::countr_zero(m_slots.size())) {
        for (std::size_t rank = 0; rank < merges.size(); ++rank) {
            const std::uint64_t key = key_of(merges[rank].left, merges[rank].right);
            std::size_t i = hash(key);
            while (m_slots[i].key != kEmpty && m_slots[i].key != key)
                i = (i + 1) & m_mask;
            m_slots[i] = {key, {std::uint32_t(rank), merges[rank].result}}; // of equal pairs the last stands
        }
    }

    std::optional<MergeFound> find(std::int32_t left, std::int32_t right) const {
        const std::uint64_t key = key_of(left, right);
        for (std::size_t i = hash(key);; i = (i + 1) & m_mask) {
            if (m_slots[i].key == key) return m_slots[i].found;
            if (m_slots[i].key == kEmpty) return std::nullopt;
        }
    }

  private:
    static constexpr std::uint64_t kEmpty = std::numeric_limits<std::uint64_t>::max();
    struct Slot {
        std::uint64_t key = kEmpty;
        MergeFound found;
    };

    static std::uint64_t key_of(std::int32_t left, std::int32_t right) {
        return std::uint64_t(std::uint32_t(left)) << 32 | std::uint32_t(right);
    }
    std::size_t hash(std::uint64_t key) const { return std::size_t(key * m_factor >> m_shift); }

    std::vector<Slot> m_slots;
    std::size_t m_mask;
    int m_shift;
    std::uint64_t m_factor = secret_factor();
};

class BpeModel : public SubwordModel {
  public:
    BpeModel(PieceTable pieces, const std::vector<Merge>& merges, BpeOptions options)
        : SubwordModel(std::move(pieces)), m_merges(merges), m_options(std::move(options)) {
        const bool plain = m_options.continuing_prefix.empty() && m_options.word_suffix.empty();
        for (std::int32_t c = 0; plain && c < std::int32_t(m_small.size()); ++c)
            m_small[std::size_t(c)] = this->pieces().find(one(c));
        m_affixes = !plain;
        for (int byte = 0; m_options.byte_fallback && byte < 256; ++byte)
            m_bytes[std::size_t(byte)] = this->pieces().find(byte_label(static_cast<unsigned char>(byte)));
        // An affix or a whole word's piece depends on where a word begins and ends.
        if (!plain || m_options.ignore_merges) m_cutter.never();
        for (const Merge& merge : merges)
            m_cutter.join(this->pieces().piece(merge.left), this->pieces().piece(merge.right));
        for (std::int32_t i = 0; i < std::int32_t(this->pieces().size()); ++i)
            if (!this->pieces().piece(i).empty()) m_cutter.know(this->pieces().piece(i));
    }

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        if (m_options.ignore_merges) {
            const std::int32_t whole = pieces().find(word);
            if (whole != PieceTable::kNone) {
                parts.push_back({whole, 0, std::uint32_t(word.size())});
                return;
            }
        }
        std::vector<Symbol> symbols;
        symbols.reserve(word.size());
        first_symbols(word, symbols);
        merge_symbols(symbols,
                      [&](const Symbol& a, const Symbol& b) { return m_merges.find(a.piece, b.piece); });
        for (const Symbol& symbol : symbols)
            if (symbol.begin != symbol.end) parts.push_back({symbol.piece, symbol.begin, symbol.end});
    }

    void cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const override {
        m_cutter.cut(word, begin, words);
    }

  private:
    static std::string one(std::int32_t c) {
        std::string text;
        append_utf8(text, c);
        return text;
    }

    std::int32_t find_symbol(std::string_view word, std::uint32_t at, const Utf8Char& c) const {
        if (!m_affixes && c.value < std::int32_t(m_small.size())) return m_small[std::size_t(c.value)];
        const std::string_view self = word.substr(at, c.length);
        if (!m_affixes) return pieces().find(self);
        std::string symbol = at > 0 ? m_options.continuing_prefix : std::string();
        symbol.append(self);
        if (at + c.length == word.size()) symbol += m_options.word_suffix;
        return pieces().find(symbol);
    }

    void first_symbols(std::string_view word, std::vector<Symbol>& symbols) const {
        bool fusing = false;
        for (std::uint32_t at = 0; at < word.size();) {
            const Utf8Char c = utf8_at(word, at);
            const std::int32_t piece = find_symbol(word, at, c);
            bool unknown = false;
            if (piece != PieceTable::kNone) {
                link(symbols, {piece, at, at + c.length});
            } else if (!fall_back(word, at, c.length, symbols) && m_options.unknown != PieceTable::kNone) {
                unknown = true;
                if (fusing && m_options.fuse_unknown)
                    symbols.back().end += c.length;
                else
                    link(symbols, {m_options.unknown, at, at + c.length});
            }
            fusing = unknown;
            at += c.length;
        }
    }

    // The bytes of an unknown character, where all of them are pieces.
    bool fall_back(std::string_view word, std::uint32_t at, std::uint32_t length,
                   std::vector<Symbol>& symbols) const {
        if (!m_options.byte_fallback) return false;
        const auto byte_at = [&](std::uint32_t i) {
            return m_bytes[static_cast<unsigned char>(word[at + i])];
        };
        for (std::uint32_t i = 0; i < length; ++i)
            if (byte_at(i) == PieceTable::kNone) return false;
        for (std::uint32_t i = 0; i < length; ++i)
            link(symbols, {byte_at(i), at + i, at + i + 1});
        return true;
    }

    static void link(std::vector<Symbol>& symbols, Symbol symbol) {
        if (!symbols.empty()) {
            symbols.back().next = std::int32_t(symbols.size());
            symbol.previous = std::int32_t(symbols.size()) - 1;
        }
        symbols.push_back(symbol);
    }

    PairTable m_merges;
    BpeOptions m_options;
    bool m_affixes = false;
    std::array<std::int32_t, 0x3000> m_small{}; ///< piece of a character, the common ones
    std::array<std::int32_t, 256> m_bytes{};
    WordCutter m_cutter;
};

} // namespace

std::unique_ptr<SubwordModel> make_bpe_model(PieceTable pieces, const std::vector<Merge>& merges,
                                             const BpeOptions& options) {
    if (merges.size() > kMostMerges)
        throw Error("the tokeniser has " + std::to_string(merges.size()) + " merges; up to 1048576 are read");
    return std::make_unique<BpeModel>(std::move(pieces), merges, options);
}

} // namespace ffn
