#include "engine/formats/npy_literal.h"

#include "engine/core/error.h"

#include <algorithm>
#include <charconv>

namespace ffn {

namespace {

constexpr int kMaxDepth = 32; // of lists and tuples in a structured descr

class LiteralParser {
  public:
    explicit LiteralParser(std::string_view text) : m_text(text) {}

    NpyLiteral parse() {
        expect('{');
        while (!take('}')) {
            entry(text());
            if (take('}')) break;
            expect(',');
        }
        skip_space();
        if (m_at != m_text.size()) fail("nothing but spaces may follow the dict");
        if (m_seen != 7) fail("the dict lacks one of 'descr', 'fortran_order' and 'shape'");
        return m_literal;
    }

  private:
    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error("the .npy header is broken at its character " + std::to_string(m_at) + ": " + sentence);
    }

    void entry(std::string_view key) {
        expect(':');
        if (key == "descr") {
            once(1);
            skip_space();
            const bool is_text = peek() == '\'' || peek() == '"';
            if (is_text)
                m_literal.descr = text();
            else
                skip_list(0);
        } else if (key == "fortran_order") {
            once(2);
            m_literal.fortran_order = boolean();
        } else if (key == "shape") {
            once(4);
            shape();
        } else {
            fail("the key '" + std::string(key) + "' is not known");
        }
    }

    void once(unsigned key) {
        if ((m_seen & key) != 0) fail("a key stands twice");
        m_seen |= key;
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void skip_space() { m_at = std::min(m_text.find_first_not_of(" \t\r\n\f", m_at), m_text.size()); }

    bool take(char wanted) {
        skip_space();
        if (m_at == m_text.size() || m_text[m_at] != wanted) return false;
        ++m_at;
        return true;
    }

    void expect(char wanted) {
        if (!take(wanted)) fail(std::string("'") + wanted + "' is expected");
    }

    /// What stands between two quotes; escapes are passed over, not undone: no name needed here has one.
    std::string_view text() {
        skip_space();
        const char quote = peek();
        if (quote != '\'' && quote != '"') fail("a text in quotes is expected");
        const std::size_t begin = ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != quote)
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (m_at >= m_text.size()) fail("a text is never closed");
        return m_text.substr(begin, m_at++ - begin);
    }

    bool boolean() {
        skip_space();
        for (const bool value : {false, true}) {
            const std::string_view word = value ? "True" : "False";
            if (!m_text.substr(m_at).starts_with(word)) continue;
            m_at += word.size();
            return value;
        }
        fail("True or False is expected");
    }

    std::int64_t number() {
        skip_space();
        std::int64_t value = 0;
        const auto [end, fault] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
        if (fault != std::errc() || value < 0) fail("a whole number from 0 to 2^63 - 1 is expected");
        m_at = std::size_t(end - m_text.data());
        if (peek() == 'L') ++m_at; // Python 2 wrote its long numbers so
        return value;
    }

    void shape() {
        expect('(');
        bool comma = true;
        while (!take(')')) {
            if (!comma) fail("',' is expected");
            m_literal.shape.push_back(number());
            comma = take(',');
        }
        if (m_literal.shape.size() == 1 && !comma) fail("a tuple of one number ends with a comma");
    }

    /// Passes over the list of a structured type.
    void skip_list(int depth) {
        if (depth > kMaxDepth) fail("lists lie too deep in one another");
        const char close = take('[') ? ']' : take('(') ? ')' : '\0';
        if (close == '\0') fail("a text or a list is expected");
        while (!take(close)) {
            skip_space();
            if (peek() == '\'' || peek() == '"')
                text();
            else if (peek() == '[' || peek() == '(')
                skip_list(depth + 1);
            else
                number();
            if (!take(',') && peek() != close) fail("',' is expected");
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    unsigned m_seen = 0;
    NpyLiteral m_literal;
};

} // namespace

NpyLiteral parse_npy_literal(std::string_view text) {
    return LiteralParser(text).parse();
}

} // namespace ffn
