#include "engine/tokens/wire_reader.h"

#include "engine/core/error.h"

#include <bit>

namespace ffn {

namespace {

constexpr std::uint32_t kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5;

} // namespace

void WireReader::fail(const std::string& sentence) const {
    throw Error(m_file, sentence, m_offset + m_begin);
}

std::uint64_t WireReader::varint() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (m_at >= m_bytes.size()) fail("a number is cut short");
        const std::uint8_t byte = m_bytes[m_at++];
        number |= std::uint64_t(byte & 0x7F) << shift;
        if (byte < 0x80) return number;
    }
    fail("a number is longer than 64 bits");
}

bool WireReader::next() {
    m_begin = m_at;
    if (m_at == m_bytes.size()) return false;
    const std::uint64_t tag = varint();
    if (tag >> 3 == 0 || tag >> 32 != 0) fail("a field has a number that is none");
    m_field = std::uint32_t(tag >> 3);
    m_kind = std::uint32_t(tag & 7);
    if (m_kind == kVarint) {
        m_number = varint();
        return true;
    }
    if (m_kind != kFixed64 && m_kind != kBytes && m_kind != kFixed32)
        fail("a field is of a kind that is not known");
    const std::uint64_t size = m_kind == kFixed64 ? 8 : m_kind == kFixed32 ? 4 : varint();
    if (size > m_bytes.size() - m_at)
        fail("a field of " + std::to_string(size) + " bytes reaches past the end");
    m_value = m_bytes.subspan(m_at, std::size_t(size));
    m_at += std::size_t(size);
    return true;
}

std::uint64_t WireReader::number() const {
    if (m_kind != kVarint) fail("field " + std::to_string(m_field) + " should be a number");
    return m_number;
}

float WireReader::real() const {
    if (m_kind != kFixed32) fail("field " + std::to_string(m_field) + " should be a float");
    std::uint32_t bits = 0;
    for (int i = 3; i >= 0; --i)
        bits = bits << 8 | m_value[std::size_t(i)];
    return std::bit_cast<float>(bits);
}

std::string_view WireReader::text() const {
    if (m_kind != kBytes) fail("field " + std::to_string(m_field) + " should be a text");
    return {reinterpret_cast<const char*>(m_value.data()), m_value.size()};
}

WireReader WireReader::message() const {
    if (m_kind != kBytes) fail("field " + std::to_string(m_field) + " should be a message");
    return {m_value, m_file, m_offset + std::uint64_t(m_value.data() - m_bytes.data())};
}

} // namespace ffn
