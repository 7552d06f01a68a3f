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
    std::uint64_t data = 0;   ///< of its first byte; the least it can be before the member is located
    std::uint64_t limit = 0;  ///< where the next member begins, or the directory
    std::uint64_t packed = 0; ///< bytes in the zip
    std::uint64_t size = 0;   ///< bytes when unpacked, as claimed
    std::uint32_t crc = 0;
};

/// True for the start of a zip file, an empty one too.
bool is_zip(ByteSpan bytes);

/// Members of a file of gigabytes lie far apart, and a look at each costs a read of the disk: `Later` leaves
/// their local headers alone until `locate_member`.
enum class LocalHeaders { Now, Later };

/// Reads the directory of a zip or zip64, in its own order (PKWARE APPNOTE 6.3). Throws Error when it is
/// broken or lies: members that overlap, leave the file, share a name, are encrypted or packed by anything
/// but deflate, or claim to hold more than deflate could have packed into their bytes.
std::vector<ZipMember> read_zip_directory(const MappedFile& file, LocalHeaders headers = LocalHeaders::Now);

/// Reads the member's local header and sets where its data begins. Throws Error when there is none, it has
/// another name, or the data would go on into the next member.
void locate_member(const MappedFile& file, ZipMember& member);

/// The member's bytes where they lie in the map; only for one that is stored, and located.
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
