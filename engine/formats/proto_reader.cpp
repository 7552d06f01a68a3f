#include "engine/formats/proto_reader.h"

#include "engine/core/error.h"
#include "engine/formats/byte_order.h"

namespace ffn {

void ProtoReader::fail(const char* sentence) const {
    throw Error(m_file, sentence, m_offset + m_at);
}

std::uint64_t ProtoReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (at_end()) fail("ends in the middle of a number");
        const std::uint8_t byte = m_message[m_at++];
        value |= std::uint64_t(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
    }
    fail("has a number of more than 64 bits");
}

bool ProtoReader::next(ProtoField& field) {
    if (at_end()) return false;
    const std::uint64_t tag = varint();
    if (tag >> 3 == 0 || tag >> 3 > 0x1FFFFFFF) fail("has a field with a number that is none");
    field = {};
    field.number = std::uint32_t(tag >> 3);
    field.at = m_offset + m_at;
    const std::uint64_t rest = m_message.size() - m_at;
    std::uint64_t length = 0;
    switch (tag & 7) {
    case 0:
        field.value = varint();
        return true;
    case 1:
    case 5:
        length = (tag & 7) == 1 ? 8 : 4;
        if (length > rest) fail("ends in the middle of a number");
        field.value = length == 8 ? load_little<std::uint64_t>(m_message, m_at)
                                  : load_little<std::uint32_t>(m_message, m_at);
        break;
    case 2:
        length = varint();
        if (length > m_message.size() - m_at) fail("has a field that goes on past its end");
        field.bytes = m_message.subspan(m_at, length);
        field.has_bytes = true;
        field.at = m_offset + m_at;
        break;
    default:
        fail("has a field of an unknown kind");
    }
    m_at += length;
    return true;
}

} // namespace ffn
