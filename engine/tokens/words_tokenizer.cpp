#include "engine/core/error.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/tokenizer.h"

#include <unordered_map>
#include <utility>

namespace ffn {

namespace {

using Ids = std::unordered_map<std::string, std::int64_t>;

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
    explicit WordsTokenizer(std::optional<Vocabulary> vocabulary) : m_vocabulary(std::move(vocabulary)) {
        if (m_vocabulary) number_words();
    }

    std::string name() const override { return "words"; }

    std::optional<std::int64_t> vocabulary_size() const override {
        if (!m_vocabulary) return std::nullopt;
        return std::int64_t(m_vocabulary->words.size());
    }

    std::optional<std::string> piece(std::int64_t id) const override {
        if (!m_vocabulary || id < 0 || id >= std::int64_t(m_vocabulary->words.size())) return std::nullopt;
        return m_vocabulary->words[std::size_t(id)];
    }

    TokenBatch encode(const std::vector<std::string>& texts) const override {
        TokenBatch batch;
        const bool lower = m_vocabulary && m_vocabulary->lowercase;
        for (const auto& text : texts) {
            batch.rows.push_back(split(text, lower));
            if (batch.rows.back().empty())
                throw Error("text " + std::to_string(batch.batch()) +
                            " has no words: it is empty or only white space");
        }
        if (m_vocabulary)
            look_up(batch);
        else
            number_by_appearance(batch);
        return batch;
    }

  private:
    void number_words() {
        const auto& words = m_vocabulary->words;
        if (words.empty()) throw Error("the vocabulary has no words");
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto [at, added] = m_ids.emplace(words[i], std::int64_t(i));
            if (!added)
                throw Error("the vocabulary has “" + words[i] + "” twice, as " + std::to_string(at->second) +
                            " and " + std::to_string(i));
        }
        if (!m_vocabulary->unknown.empty() && !m_ids.contains(m_vocabulary->unknown))
            throw Error("the vocabulary lacks “" + m_vocabulary->unknown + "”, its word for unknown words");
    }

    void look_up(TokenBatch& batch) const {
        for (std::size_t b = 0; b < batch.rows.size(); ++b)
            for (Token& token : batch.rows[b]) {
                auto found = m_ids.find(token.text);
                if (found == m_ids.end() && !m_vocabulary->unknown.empty())
                    found = m_ids.find(m_vocabulary->unknown);
                if (found == m_ids.end())
                    throw Error("“" + token.text + "” in text " + std::to_string(b + 1) +
                                " is not in the vocabulary, which has no word for unknown words");
                token.text = found->first;
                token.id = found->second;
            }
    }

    static void number_by_appearance(TokenBatch& batch) {
        Ids ids;
        for (auto& row : batch.rows)
            for (Token& token : row)
                token.id = ids.emplace(token.text, std::int64_t(ids.size())).first->second;
    }

    std::optional<Vocabulary> m_vocabulary;
    Ids m_ids;
};

} // namespace

std::unique_ptr<Tokenizer> make_words_tokenizer(std::optional<Vocabulary> vocabulary) {
    return std::make_unique<WordsTokenizer>(std::move(vocabulary));
}

} // namespace ffn
