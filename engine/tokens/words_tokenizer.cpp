#include "engine/core/error.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/piece_table.h"
#include "engine/tokens/tokenizer.h"

#include <unordered_map>
#include <utility>

namespace ffn {

namespace {

bool is_word_kind(CharKind kind) {
    return kind == CharKind::Letter || kind == CharKind::Digit;
}

bool letter_at(std::string_view text, std::size_t at) {
    return at < text.size() && code_point_at(text, at).kind == CharKind::Letter;
}

// Where the token that begins with `first` ends. Marks never change what they stand on.
std::size_t token_end(std::string_view text, const CodePoint& first) {
    std::size_t end = first.end;
    if (first.kind == CharKind::Broken) return end;
    const bool word = is_word_kind(first.kind);
    bool after_letter = first.kind == CharKind::Letter;
    while (end < text.size()) {
        const CodePoint c = code_point_at(text, end);
        const bool joins = c.kind == CharKind::Apostrophe && after_letter && letter_at(text, c.end);
        if (c.kind != CharKind::Mark && !(word && (is_word_kind(c.kind) || joins))) break;
        if (c.kind != CharKind::Mark) after_letter = c.kind == CharKind::Letter;
        end = c.end;
    }
    return end;
}

std::vector<Token> split(std::string_view text, bool lower) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const std::size_t end = c.kind == CharKind::Space ? c.end : token_end(text, c);
        const std::string_view piece = text.substr(at, end - at);
        if (c.kind == CharKind::Broken)
            tokens.push_back({byte_label(static_cast<unsigned char>(text[at])), -1, at, end});
        else if (c.kind != CharKind::Space)
            tokens.push_back({lower ? lowercase(piece) : std::string(piece), -1, at, end});
        at = end;
    }
    return tokens;
}

class WordsTokenizer : public Tokenizer {
  public:
    explicit WordsTokenizer(std::optional<Vocabulary> vocabulary) {
        if (!vocabulary) return;
        m_has_vocabulary = true;
        m_lowercase = vocabulary->lowercase;
        number_words(*vocabulary);
    }

    std::string name() const override { return "words"; }

    std::optional<std::int64_t> vocabulary_size() const override {
        if (!m_has_vocabulary) return std::nullopt;
        return std::int64_t(m_words.size());
    }

    std::optional<std::string> piece(std::int64_t id) const override { return m_words.piece_of_id(id); }

    TokenBatch encode(const std::vector<std::string>& texts) const override {
        TokenBatch batch;
        for (const auto& text : texts) {
            batch.rows.push_back(split(text, m_lowercase));
            if (batch.rows.back().empty())
                throw Error("text " + std::to_string(batch.batch()) +
                            " has no words: it is empty or only white space");
        }
        if (m_has_vocabulary)
            look_up(batch);
        else
            number_by_appearance(batch);
        return batch;
    }

  private:
    void number_words(const Vocabulary& vocabulary) {
        if (vocabulary.words.empty()) throw Error("the vocabulary has no words");
        for (const std::string& word : vocabulary.words) {
            const std::int32_t before = m_words.find(word);
            if (before != PieceTable::kNone)
                throw Error("the vocabulary has “" + word + "” twice, as " + std::to_string(before) +
                            " and " + std::to_string(m_words.size()));
            m_words.add(word, std::int64_t(m_words.size()));
        }
        if (vocabulary.unknown.empty()) return;
        m_unknown = m_words.find(vocabulary.unknown);
        if (m_unknown == PieceTable::kNone)
            throw Error("the vocabulary lacks “" + vocabulary.unknown + "”, its word for unknown words");
    }

    void look_up(TokenBatch& batch) const {
        for (std::size_t b = 0; b < batch.rows.size(); ++b)
            for (Token& token : batch.rows[b]) {
                std::int32_t found = m_words.find(token.text);
                if (found == PieceTable::kNone) found = m_unknown;
                if (found == PieceTable::kNone)
                    throw Error("“" + token.text + "” in text " + std::to_string(b + 1) +
                                " is not in the vocabulary, which has no word for unknown words");
                token.text = m_words.piece(found);
                token.id = found;
            }
    }

    static void number_by_appearance(TokenBatch& batch) {
        std::unordered_map<std::string, std::int64_t> ids;
        for (auto& row : batch.rows)
            for (Token& token : row)
                token.id = ids.emplace(token.text, std::int64_t(ids.size())).first->second;
    }

    bool m_has_vocabulary = false, m_lowercase = false;
    PieceTable m_words; ///< place = id
    std::int32_t m_unknown = PieceTable::kNone;
};

} // namespace

std::unique_ptr<Tokenizer> make_words_tokenizer(std::optional<Vocabulary> vocabulary) {
    return std::make_unique<WordsTokenizer>(std::move(vocabulary));
}

} // namespace ffn
