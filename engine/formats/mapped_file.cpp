#include "engine/formats/mapped_file.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ffn {

namespace {

/// Closes the descriptor on every way out; the mapping outlives it.
struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

[[noreturn]] void fail(const std::filesystem::path& path, const char* doing) {
    throw Error(path, std::string(doing) + ": " + std::strerror(errno));
}

} // namespace

MappedFile::MappedFile(std::filesystem::path path) : m_path(std::move(path)) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor file{::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.number < 0) fail(m_path, "cannot open the file");
    struct stat status {};
    if (::fstat(file.number, &status) != 0) fail(m_path, "cannot read the file's size");
    if (S_ISDIR(status.st_mode)) throw Error(m_path, "is a folder, a file is expected");
    if (!S_ISREG(status.st_mode)) throw Error(m_path, "is not a plain file");
    if (status.st_size == 0) throw Error(m_path, "the file is empty");
    const auto size = std::size_t(status.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
    if (address == MAP_FAILED) fail(m_path, "cannot map the file into memory");
    m_bytes = {static_cast<const std::uint8_t*>(address), size};
}

MappedFile::~MappedFile() {
    if (!m_bytes.empty()) ::munmap(const_cast<std::uint8_t*>(m_bytes.data()), m_bytes.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_bytes(std::exchange(other.m_bytes, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

void release_pages(ByteSpan bytes) {
    const auto page = std::uintptr_t(::sysconf(_SC_PAGESIZE));
    // Only whole pages: the ones at the ends may be in use by another thread.
    const auto begin = (reinterpret_cast<std::uintptr_t>(bytes.data()) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(bytes.data()) + bytes.size()) / page * page;
    if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

} // namespace ffn
