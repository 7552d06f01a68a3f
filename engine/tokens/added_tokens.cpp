#include "engine/tokens/added_tokens.h"

#include "engine/core/error.h"
#include "engine/tokens/char_class.h"
#include "engine/tokens/utf8_text.h"

#include <algorithm>
#include <utility>

namespace ffn {

namespace {

constexpr std::size_t kMostBytes = std::size_t(1) << 20;
constexpr std::size_t kLongest = 512; // each place of a text is tried against all tokens

bool word_before(std::string_view text, std::size_t at) {
    return at > 0 && is_word_char(utf8_at(text, utf8_before(text, at)).value);
}
bool word_after(std::string_view text, std::size_t at) {
    return at < text.size() && is_word_char(utf8_at(text, at).value);
}

std::size_t before_space(std::string_view text, std::size_t at) {
    while (at > 0) {
        const std::size_t before = utf8_before(text, at);
        if (!is_white_space(utf8_at(text, before).value)) break;
        at = before;
    }
    return at;
}

std::size_t after_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const Utf8Char c = utf8_at(text, at);
        if (!is_white_space(c.value)) break;
        at += c.length;
    }
    return at;
}

} // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : m_tokens(std::move(tokens)) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        AddedToken& token = m_tokens[i];
        if (token.wanted.empty()) token.wanted = token.content;
        if (token.content.empty())
            throw Error("an added token (id " + std::to_string(token.id) + ") has no text");
        if (token.wanted.size() > kLongest)
            throw Error("the added token “" + token.content.substr(0, 40) + "…” is longer than 512 bytes");
        if ((bytes += token.wanted.size()) > kMostBytes)
            throw Error("the added tokens, normalised, have more than 1 MB");
        m_trie.insert(token.wanted, std::int32_t(i));
    }
}

std::vector<AddedTokens::Piece> AddedTokens::split(std::string_view text) const {
    std::vector<Piece> pieces;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size() && !m_trie.empty();) {
        const ByteTrie::Found found = m_trie.longest(text.substr(at));
        if (found.value < 0) {
            ++at;
            continue;
        }
        const AddedToken& token = m_tokens[std::size_t(found.value)];
        std::size_t begin = at, end = at + found.length;
        at = end;
        if (token.single_word && (word_before(text, begin) || word_after(text, end))) continue;
        // White space that the token before took is not taken again.
        if (token.lstrip) begin = std::max(done, done + before_space(text.substr(done), begin - done));
        if (token.rstrip) end = after_space(text, end);
        begin = std::max(begin, done);
        if (done < begin) pieces.push_back({done, begin, -1});
        pieces.push_back({begin, end, found.value});
        done = at = std::max(end, at);
    }
    if (done < text.size()) pieces.push_back({done, text.size(), -1});
    return pieces;
}

} // namespace ffn
