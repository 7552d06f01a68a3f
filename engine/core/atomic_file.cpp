#include "engine/core/atomic_file.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ffn {

namespace {

// umask can only be read by setting it, which is not safe while other threads make files: read once.
mode_t process_umask() {
    static const mode_t kMask = [] {
        const mode_t mask = ::umask(022);
        ::umask(mask);
        return mask;
    }();
    return kMask;
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : m_path(std::move(path)) {
    // A link stays a link: what it points to is replaced.
    std::error_code ignored;
    if (std::filesystem::is_symlink(m_path, ignored)) {
        const auto target = std::filesystem::weakly_canonical(m_path, ignored);
        if (!ignored) m_path = target;
    }
    // A device or a pipe must not be replaced by a file, whoever is allowed to.
    const auto status = std::filesystem::status(m_path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw Error(m_path, "is not a plain file and is left alone");
    std::string pattern = m_path.string() + ".XXXXXX";
    const int fd = ::mkstemp(pattern.data());
    if (fd < 0) fail("cannot be created");
    m_temporary = pattern;
    ::fchmod(fd, 0666 & ~process_umask());
    m_file = ::fdopen(fd, "wb");
    if (!m_file) {
        ::close(fd);
        fail("cannot be created");
    }
}

AtomicFile::~AtomicFile() {
    if (m_file) std::fclose(m_file);
    if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

void AtomicFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_file) != bytes.size()) fail("cannot be written");
}

void AtomicFile::commit() {
    const bool flushed = std::fflush(m_file) == 0 && ::fsync(::fileno(m_file)) == 0;
    const int error = errno;
    const bool closed = std::fclose(std::exchange(m_file, nullptr)) == 0;
    if (!flushed) errno = error;
    if (!flushed || !closed) fail("cannot be written");
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0) fail("cannot be put in place");
    m_temporary.clear();
}

void AtomicFile::fail(const char* doing) const {
    throw Error(m_path, std::string(doing) + " (" + std::strerror(errno) + ")");
}

} // namespace ffn
