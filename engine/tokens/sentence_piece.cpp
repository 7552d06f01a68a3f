#include "engine/tokens/sentence_piece.h"

#include "engine/core/error.h"
#include "engine/tokens/best_path.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/symbol_merger.h"
#include "engine/tokens/word_cutter.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

namespace ffn {

namespace {

using File = SentencePieceFile;
using Type = File::Type;

constexpr float kUnknownPenalty = 10;
constexpr std::int32_t kFrozen = -2; // as a symbol's piece: one that is never merged

bool is_textual(Type type) {
    return type == Type::Normal || type == Type::UserDefined || type == Type::Unused;
}

/// What the three kinds share: which pieces there are, and what becomes of the unknown.
class SentencePieceModel : public SubwordModel {
  public:
    /// Takes the pieces and their types out of the file.
    SentencePieceModel(File& file, const std::filesystem::path& path)
        : SubwordModel(std::move(file.pieces)), m_types(std::move(file.types)) {
        for (std::int32_t i = 0; i < std::int32_t(m_types.size()); ++i) {
            if (type(i) == Type::Unknown && m_unknown >= 0)
                throw Error(path, "two pieces stand for what is unknown");
            if (type(i) == Type::Unknown) m_unknown = i;
            if (type(i) == Type::UserDefined) m_frozen.insert(pieces().piece(i), i);
            m_has_unused = m_has_unused || type(i) == Type::Unused;
        }
        if (m_unknown < 0) throw Error(path, "no piece stands for what is unknown");
        m_byte_fallback = file.byte_fallback;
        for (int byte = 0; m_byte_fallback && byte < 256; ++byte) {
            const std::string name = byte_label(static_cast<unsigned char>(byte));
            const std::int32_t place = pieces().find(name);
            if (place < 0 || type(place) != Type::Byte)
                throw Error(path, "the piece “" + name + "” for a byte is missing");
            m_bytes[std::size_t(byte)] = place;
        }
    }

  protected:
    Type type(std::int32_t place) const { return m_types[std::size_t(place)]; }
    bool has_unused() const { return m_has_unused; }
    std::int32_t unknown() const { return m_unknown; }

    /// The place of a piece, or that of the unknown one.
    std::int32_t find(std::string_view piece) const {
        const std::int32_t place = pieces().find(piece);
        return place < 0 ? m_unknown : place;
    }

    /// Adds a part; the unknown as bytes, or in one run with the unknown before it.
    void add(std::string_view word, std::int32_t place, std::uint32_t begin, std::uint32_t end,
             std::vector<SubToken>& parts, std::size_t first) const {
        const bool unknown = type(place) == Type::Unknown;
        if (type(place) == Type::Control) return;
        if (unknown && m_byte_fallback) {
            for (std::uint32_t i = begin; i < end; ++i)
                parts.push_back({m_bytes[static_cast<unsigned char>(word[i])], i, i + 1});
        } else if (unknown && parts.size() > first && parts.back().surface) {
            parts.back().end = end;
        } else {
            parts.push_back({place, begin, end, unknown});
        }
    }

    /// The characters, and the symbols a user defined as one each.
    std::vector<Symbol> symbols_of(std::string_view word) const {
        std::vector<Symbol> symbols;
        symbols.reserve(word.size());
        for (std::uint32_t at = 0; at < word.size();) {
            const ByteTrie::Found whole = m_frozen.longest(word.substr(at));
            const auto length = std::uint32_t(whole.value >= 0 ? whole.length : utf8_at(word, at).length);
            const auto index = std::int32_t(symbols.size());
            symbols.push_back({whole.value >= 0 ? kFrozen : -1, at, at + length, index - 1, index + 1});
            at += length;
        }
        if (!symbols.empty()) symbols.back().next = -1;
        return symbols;
    }

  private:
    std::vector<Type> m_types;
    ByteTrie m_frozen;
    std::int32_t m_unknown = -1;
    bool m_byte_fallback = false, m_has_unused = false;
    std::array<std::int32_t, 256> m_bytes{};
};

class Unigram : public SentencePieceModel {
  public:
    Unigram(File& file, const std::filesystem::path& path)
        : SentencePieceModel(file, path), m_scores(std::move(file.scores)) {
        float least = std::numeric_limits<float>::max();
        for (std::int32_t i = 0; i < std::int32_t(m_scores.size()); ++i) {
            if (type(i) == Type::Normal) {
                least = std::min(least, m_scores[std::size_t(i)]);
                m_most = std::max(m_most, m_scores[std::size_t(i)]);
            }
            if (is_textual(type(i)) && type(i) != Type::Unused) m_trie.insert(pieces().piece(i), i);
        }
        m_unknown_score = least - kUnknownPenalty;
    }

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        // Sums are rounded to float32 after each piece, as SentencePiece keeps them.
        const auto score_of = [&](std::int32_t place, std::size_t length) {
            return type(place) == Type::UserDefined ? double(float(length) * m_most) - 0.1
                                                    : double(m_scores[std::size_t(place)]);
        };
        const std::size_t first = parts.size();
        for (const PathPart& part : best_path<float>(word, m_trie, double(m_unknown_score), score_of))
            add(word, part.value < 0 ? unknown() : part.value, part.begin, part.end, parts, first);
    }

  private:
    ByteTrie m_trie;
    std::vector<float> m_scores;
    float m_most = std::numeric_limits<float>::min();
    float m_unknown_score = 0;
};

class Bpe : public SentencePieceModel {
  public:
    Bpe(File& file, const std::filesystem::path& path) : SentencePieceModel(file, path) {
        rank_pieces(file.scores);
        for (std::int32_t i = 0; i < std::int32_t(pieces().size()); ++i) {
            const std::string_view piece = pieces().piece(i);
            m_longest = std::max(m_longest, piece.size());
            if (!is_textual(type(i))) continue;
            m_cutter.join_within(piece);
            m_cutter.know(piece);
        }
        // What an unused piece falls back to depends on all that was merged before it.
        if (has_unused()) m_cutter.never();
    }

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        std::vector<Symbol> symbols = symbols_of(word);
        std::map<std::string_view, std::pair<Range, Range>> made_of; // of unused pieces
        merge_symbols(symbols, [&](const Symbol& a, const Symbol& b) -> std::optional<MergeFound> {
            const std::size_t size = b.end - a.begin;
            if (a.piece == kFrozen || b.piece == kFrozen || size > m_longest) return std::nullopt;
            const std::string_view piece = word.substr(a.begin, size);
            const std::int32_t place = pieces().find(piece);
            if (place < 0 || !is_textual(type(place))) return std::nullopt;
            if (type(place) == Type::Unused) made_of[piece] = {{a.begin, a.end}, {b.begin, b.end}};
            return MergeFound{m_ranks[std::size_t(place)], place};
        });
        const std::size_t first = parts.size();
        const auto put = [&](const auto& self, Range range) -> void {
            const std::string_view piece = word.substr(range.begin, range.end - range.begin);
            const std::int32_t place = find(piece);
            const auto halves = type(place) == Type::Unused ? made_of.find(piece) : made_of.end();
            if (halves == made_of.end()) {
                add(word, place, range.begin, range.end, parts, first);
                return;
            }
            // The halves may come from another place of the word where the same bytes stand.
            const auto [left, right] = halves->second;
            const std::uint32_t middle = range.begin + (left.end - left.begin);
            self(self, {range.begin, middle});
            self(self, {middle, middle + (right.end - right.begin)});
        };
        for (const Symbol& symbol : symbols)
            if (symbol.begin != symbol.end) put(put, {symbol.begin, symbol.end});
    }

    void cut(std::string_view word, std::uint32_t begin, std::vector<TextRange>& words) const override {
        m_cutter.cut(word, begin, words);
    }

  private:
    using Range = TextRange;

    // Larger scores first; equal scores are equal ranks.
    void rank_pieces(const std::vector<float>& scores) {
        std::vector<float> sorted = scores;
        std::ranges::sort(sorted, std::greater<>());
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        for (const float score : scores)
            m_ranks.push_back(
                std::uint32_t(std::ranges::lower_bound(sorted, score, std::greater<>()) - sorted.begin()));
    }

    std::vector<std::uint32_t> m_ranks;
    std::size_t m_longest = 0;
    WordCutter m_cutter;
};

class Chars : public SentencePieceModel {
  public:
    using SentencePieceModel::SentencePieceModel;

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        const std::size_t first = parts.size();
        for (const Symbol& symbol : symbols_of(word))
            add(word, find(word.substr(symbol.begin, symbol.end - symbol.begin)), symbol.begin, symbol.end,
                parts, first);
    }
};

std::unique_ptr<SubwordModel> model_of(File& file, const std::filesystem::path& path) {
    switch (file.model) {
    case File::Model::Unigram:
        return std::make_unique<Unigram>(file, path);
    case File::Model::Bpe:
        return std::make_unique<Bpe>(file, path);
    case File::Model::Char:
        return std::make_unique<Chars>(file, path);
    case File::Model::Word:
        break;
    }
    throw Error(path,
                "is a SentencePiece model of type word, which is not supported; unigram, BPE and char are");
}

void add_special(const File& file, int id, std::vector<SpecialToken>& to) {
    if (id >= 0 && std::size_t(id) < file.types.size() && file.types[std::size_t(id)] == Type::Control)
        to.emplace_back(file.pieces.piece(id), id);
}

} // namespace

std::unique_ptr<TokenizerParts> read_sentence_piece(ByteSpan bytes, const std::filesystem::path& path) {
    File file = read_sentence_piece_file(bytes, path);
    auto parts = std::make_unique<TokenizerParts>();
    parts->name = path.string();
    parts->takes_broken_text = true;
    add_special(file, file.begin_id, parts->front);
    add_special(file, file.end_id, parts->back);
    parts->model = model_of(file, path);
    parts->normalize = normalize_sentence_piece(std::move(file.normalization));
    return parts;
}

} // namespace ffn
