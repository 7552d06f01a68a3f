#pragma once

#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ffn {

/// Reads a message of Protocol Buffers field by field (protobuf.dev, "Encoding"). Every length is checked
/// against the bytes that are there.
class WireReader {
  public:
    /// `offset` is where `bytes` begins in the file, for messages.
    WireReader(ByteSpan bytes, const std::filesystem::path& file, std::uint64_t offset = 0)
        : m_bytes(bytes), m_file(file), m_offset(offset) {}

    /// Goes to the next field; false at the end.
    bool next();
    std::uint32_t field() const { return m_field; }
    /// The value of the field just gone to. Each throws Error for a field of another kind.
    std::uint64_t number() const;
    float real() const;
    std::string_view text() const; ///< as it lies in the file
    WireReader message() const;
    [[noreturn]] void fail(const std::string& sentence) const;

  private:
    std::uint64_t varint();

    ByteSpan m_bytes;
    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    std::size_t m_at = 0, m_begin = 0;
    std::uint32_t m_field = 0, m_kind = 0;
    std::uint64_t m_number = 0;
    ByteSpan m_value;
};

} // namespace ffn
