#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace ffn {

using ByteSpan = std::span<const std::uint8_t>;

/// A whole file mapped read-only into memory; unmapped when destroyed.
///
/// Opening costs nothing however large the file is: pages come in when they are touched. A file that another
/// program cuts short while it is mapped raises SIGBUS at the touch; no check here can prevent that.
class MappedFile {
  public:
    /// Throws Error when the file is missing, a folder, no plain file, empty or not readable.
    explicit MappedFile(std::filesystem::path path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    const std::filesystem::path& path() const { return m_path; }
    ByteSpan bytes() const { return m_bytes; }
    std::uint64_t size() const { return m_bytes.size(); }

  private:
    std::filesystem::path m_path;
    ByteSpan m_bytes;
};

/// Lets the system take back the memory of these bytes of a map; touching them again brings them back.
void release_pages(ByteSpan bytes);

} // namespace ffn
