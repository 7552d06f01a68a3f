#pragma once

#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <string_view>

namespace ffn {

/// One field of a protobuf message (protobuf.dev, "Encoding").
struct ProtoField {
    std::uint32_t number = 0;
    std::uint64_t value = 0; ///< of a varint, or of a fixed 32 or 64 bits
    ByteSpan bytes;          ///< of a length-delimited field: text, message or packed numbers
    bool has_bytes = false;  ///< whether it is one
    std::uint64_t at = 0;    ///< its first byte in the file, after the field's number

    std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// Hands out the fields of a message one after another.
class ProtoReader {
  public:
    /// `offset` is where `message` begins in `file`.
    ProtoReader(ByteSpan message, const std::filesystem::path& file, std::uint64_t offset)
        : m_message(message), m_file(file), m_offset(offset) {}
    /// A field that is itself a message.
    ProtoReader(const ProtoField& field, const std::filesystem::path& file)
        : ProtoReader(field.bytes, file, field.at) {}

    /// False at the message's end. Throws Error for a field that goes on past it, or is of an unknown kind.
    bool next(ProtoField& field);
    /// As part of `next`, or for packed varints: whether there are bytes left, and the next number.
    bool at_end() const { return m_at == m_message.size(); }
    std::uint64_t varint();

  private:
    [[noreturn]] void fail(const char* sentence) const;
    ByteSpan m_message;
    const std::filesystem::path& m_file;
    std::uint64_t m_offset, m_at = 0;
};

} // namespace ffn
