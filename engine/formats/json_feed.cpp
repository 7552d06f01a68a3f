#include "engine/formats/json_feed.h"

#include "engine/core/error.h"
#include "engine/formats/mapped_file.h"

namespace ffn {

namespace {

constexpr std::size_t kLongestNumber = 1024;
constexpr std::size_t kPagesAtOnce = std::size_t(1) << 20;

bool is_white_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool is_between_tokens(char byte) {
    return is_white_space(byte) || byte == ',' || byte == ':' || byte == '[' || byte == ']' || byte == '{' ||
           byte == '}';
}

} // namespace

JsonFeed::JsonFeed(std::string_view text, const std::filesystem::path& file, std::uint64_t offset,
                   TextIn where)
    : m_text(text), m_file(file), m_offset(offset), m_where(where) {
    pass_white_space();
    m_place = m_at, m_passed_to_place = m_passed;
}

void JsonFeed::next() {
    const char byte = m_text[m_at++];
    m_place = m_at, m_passed_to_place = m_passed;
    if (m_in_text)
        in_text(byte);
    else
        outside(byte);
    if (!m_in_text) pass_white_space();
    if (m_where == TextIn::Map && m_at - m_given_back > kPagesAtOnce) give_back();
}

void JsonFeed::in_text(char byte) {
    if (m_at == m_text.size() && (byte != '"' || m_escaped)) fail("the JSON text ends too early", m_at);
    if (m_at - m_begin > kLongestJsonText) fail("a text of more than 8388608 bytes begins here", m_begin);
    if (m_escaped)
        m_escaped = false;
    else if (byte == '\\')
        m_escaped = true;
    else if (byte == '"')
        m_in_text = false, m_begin = m_at;
}

void JsonFeed::outside(char byte) {
    if (byte == '\0') fail("is not valid JSON here, but a NUL", m_at - 1); // to the parser it is the end
    if (is_between_tokens(byte))
        m_begin = m_at;
    else if (byte == '"')
        m_in_text = true, m_begin = m_at - 1;
    else if (m_at - m_begin > kLongestNumber)
        fail("a number of more than 1024 digits begins here", m_begin);
}

void JsonFeed::pass_white_space() {
    while (m_at + 1 < m_text.size() && is_white_space(m_text[m_at]) && is_white_space(m_text[m_at + 1]))
        ++m_at, ++m_passed;
}

void JsonFeed::give_back() {
    // Not the last pages: they are in use still.
    const std::string_view read = m_text.substr(m_given_back, m_at - m_given_back);
    release_pages({reinterpret_cast<const std::uint8_t*>(read.data()), read.size()});
    m_given_back = m_at;
}

void JsonFeed::fail(const char* sentence, std::size_t at) const {
    throw Error(m_file, sentence, m_offset + at);
}

} // namespace ffn
