#pragma once

#include "engine/formats/mapped_file.h"

#include <memory>
#include <string>
#include <vector>

namespace ffn {

/// A file inside a zip, as the central directory has it; all of it is checked to lie inside the zip.
struct ZipMember {
    std::string name;
    bool deflated = false;    ///< else stored as it is
    std::uint64_t offset = 0; ///< of its local header
    std::uint64_t data = 0;   ///< of its first byte
    std::uint64_t packed = 0; ///< bytes in the zip
    std::uint64_t size = 0;   ///< bytes when unpacked, as claimed
    std::uint32_t crc = 0;
};

/// True for the start of a zip file, an empty one too.
bool is_zip(ByteSpan bytes);

/// Reads the directory of a zip or zip64, in its own order (PKWARE APPNOTE 6.3). Throws Error when it is
/// broken or lies: members that overlap, leave the file, share a name, are encrypted or packed by anything
/// but deflate, or claim to hold more than deflate could have packed into their bytes.
std::vector<ZipMember> read_zip_directory(const MappedFile& file);

/// The member's bytes where they lie in the map; only for one that is stored.
ByteSpan stored_bytes(const MappedFile& file, const ZipMember& member);

/// Throws Error when the stored member's bytes are not those its checksum was made of.
void check_stored(const MappedFile& file, const ZipMember& member);

/// Unpacks one member from front to back, never more of it than is asked for.
class ZipStream {
  public:
    ZipStream(const MappedFile& file, const ZipMember& member);
    ~ZipStream();
    ZipStream(const ZipStream&) = delete;
    ZipStream& operator=(const ZipStream&) = delete;

    /// Fills `out` with the next bytes; throws Error when the member has fewer, or breaks.
    void read(std::span<std::uint8_t> out);
    /// To be called after the last byte: throws Error when the member goes on or its checksum is wrong.
    void finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace ffn
