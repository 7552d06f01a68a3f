#include "engine/tokens/file_tokenizer.h"

#include "engine/core/error.h"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

namespace ffn {

namespace {

constexpr std::size_t kLongestCached = 64, kMostCached = 1 << 16;

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
/// Words already split in this call. A text repeats most of its words.
using Cache = std::unordered_map<std::string, std::vector<SubToken>, StringHash, std::equal_to<>>;

/// One text on its way to a row of tokens.
class Encoding {
  public:
    Encoding(const TokenizerParts& parts, Cache& cache, std::vector<Token>& row)
        : m_parts(parts), m_cache(cache), m_row(row) {}

    void text(const std::string& text) {
        m_size = text.size();
        AlignedText whole = m_parts.takes_broken_text ? align_raw(text) : align_valid(text);
        by_added_tokens(m_parts.added, std::move(whole), [&](AlignedText part) {
            if (m_parts.normalize) part = m_parts.normalize(std::move(part));
            by_added_tokens(m_parts.added_normalized, std::move(part),
                            [&](AlignedText words) { cut(std::move(words)); });
        });
    }

  private:
    template <class Between>
    void by_added_tokens(const AddedTokens& added, AlignedText text, const Between& between) {
        const std::vector<AddedTokens::Piece> pieces = added.split(text.text);
        if (pieces.size() == 1 && pieces[0].token < 0) {
            between(std::move(text));
            return;
        }
        for (const AddedTokens::Piece& piece : pieces) {
            if (piece.token >= 0) {
                const AddedToken& token = added.tokens()[std::size_t(piece.token)];
                const TextRange range = text.range(piece.begin, piece.end);
                m_row.push_back({token.content, token.id, range.begin, range.end});
            } else {
                AlignedText part;
                part.append(text, piece.begin, piece.end);
                between(std::move(part));
            }
        }
    }

    void cut(AlignedText text) {
        if (text.text.empty()) return;
        WordText words{std::move(text), {}};
        words.words.push_back({0, std::uint32_t(words.text.size())});
        if (m_parts.pre_tokenize) m_parts.pre_tokenize(words);
        m_made += words.text.size();
        AlignedText::check_growth(m_made, m_size);
        std::vector<TextRange> shorter;
        for (const TextRange word : words.words) {
            if (word.begin == word.end) continue;
            shorter.clear();
            m_parts.model->cut(view(words.text, word), word.begin, shorter);
            for (const TextRange part : shorter)
                split(words.text, part);
        }
    }

    static std::string_view view(const AlignedText& text, TextRange word) {
        return std::string_view(text.text).substr(word.begin, word.end - word.begin);
    }

    void split(const AlignedText& text, TextRange word) {
        const std::string_view self = view(text, word);
        if (self.size() > kLongestCached) {
            std::vector<SubToken> parts;
            m_parts.model->split(self, parts);
            put(text, word, parts);
            return;
        }
        auto found = m_cache.find(self);
        if (found == m_cache.end()) {
            if (m_cache.size() >= kMostCached) m_cache.clear();
            found = m_cache.emplace(std::string(self), std::vector<SubToken>()).first;
            m_parts.model->split(self, found->second);
        }
        put(text, word, found->second);
    }

    void put(const AlignedText& text, TextRange word, const std::vector<SubToken>& parts) {
        const PieceTable& pieces = m_parts.model->pieces();
        for (const SubToken& part : parts) {
            const TextRange range = text.range(word.begin + part.begin, word.begin + part.end);
            const std::string_view piece = part.surface
                                               ? view(text, {word.begin + part.begin, word.begin + part.end})
                                               : pieces.piece(part.place);
            m_row.push_back({std::string(piece), pieces.id(part.place), range.begin, range.end});
        }
    }

    const TokenizerParts& m_parts;
    Cache& m_cache;
    std::vector<Token>& m_row;
    std::size_t m_size = 0, m_made = 0; ///< bytes of the text, and of what has become of it
};

class FileTokenizer : public Tokenizer {
  public:
    FileTokenizer(std::shared_ptr<const TokenizerParts> parts, bool special_tokens)
        : m_parts(std::move(parts)), m_special_tokens(special_tokens) {
        for (const AddedTokens* added : {&m_parts->added, &m_parts->added_normalized})
            for (const AddedToken& token : added->tokens())
                m_added.emplace(token.id, &token.content);
    }

    std::string name() const override { return m_parts->name; }

    std::optional<std::int64_t> vocabulary_size() const override {
        const std::int64_t size = m_parts->model->pieces().id_end();
        return m_added.empty() ? size : std::max(size, m_added.rbegin()->first + 1);
    }

    std::optional<std::string> piece(std::int64_t id) const override {
        if (const auto found = m_added.find(id); found != m_added.end()) return *found->second;
        return m_parts->model->pieces().piece_of_id(id);
    }

    TokenBatch encode(const std::vector<std::string>& texts) const override {
        TokenBatch batch;
        Cache cache;
        for (const std::string& text : texts) {
            auto& row = batch.rows.emplace_back();
            if (m_special_tokens) add(m_parts->front, 0, row);
            Encoding(*m_parts, cache, row).text(text);
            if (m_special_tokens) add(m_parts->back, text.size(), row);
            if (row.empty())
                throw Error("text " + std::to_string(batch.batch()) +
                            " has no tokens: it is empty, or nothing the tokeniser keeps");
        }
        return batch;
    }

    std::unique_ptr<Tokenizer> with_special_tokens(bool special_tokens) const override {
        return make_file_tokenizer(m_parts, special_tokens);
    }

  private:
    static void add(const std::vector<SpecialToken>& tokens, std::size_t place, std::vector<Token>& row) {
        for (const auto& [text, id] : tokens)
            row.push_back({text, id, place, place});
    }

    std::shared_ptr<const TokenizerParts> m_parts;
    bool m_special_tokens;
    std::map<std::int64_t, const std::string*> m_added;
};

} // namespace

std::unique_ptr<Tokenizer> make_file_tokenizer(std::shared_ptr<const TokenizerParts> parts,
                                               bool special_tokens) {
    return std::make_unique<FileTokenizer>(std::move(parts), special_tokens);
}

} // namespace ffn
