#pragma once

#include <cstdio>
#include <filesystem>
#include <string_view>

namespace ffn {

/// A file that is written whole or not at all: a temporary beside it, renamed by `commit`.
///
/// Destroyed without `commit`, it leaves nothing behind and the older file as it was.
/// All members throw Error naming the file (disk full, folder missing or read-only).
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    void write(const void* bytes, std::size_t size) { write({static_cast<const char*>(bytes), size}); }
    void commit();

    /// Where the bytes lie until `commit`; for writers that want a file name of their own.
    const std::filesystem::path& temporary_path() const { return m_temporary; }

  private:
    [[noreturn]] void fail(const char* doing) const;
    std::filesystem::path m_path, m_temporary;
    std::FILE* m_file = nullptr;
};

} // namespace ffn
