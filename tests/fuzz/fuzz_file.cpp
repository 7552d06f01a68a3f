#include "tests/fuzz/fuzz_file.h"

#include "engine/core/error.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace ffn::fuzz {

namespace {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string pattern = "/dev/shm/ffnscope-fuzz-XXXXXX";
        if (!::mkdtemp(pattern.data())) std::abort();
        path = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

} // namespace

std::filesystem::path file(const std::string& name, std::span<const std::uint8_t> bytes) {
    static const Folder folder;
    const std::filesystem::path path = folder.path / name;
    const int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0 || ::write(out, bytes.data(), bytes.size()) != ssize_t(bytes.size())) std::abort();
    ::close(out);
    return path;
}

std::filesystem::path file(const std::string& name, const std::string& text) {
    return file(name, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void read_all(const TensorArchive& archive) {
    constexpr std::int64_t kMost = 4 << 20;
    for (std::size_t i = 0; i < archive.tensors().size(); ++i)
        if (archive.tensors()[i].readable && archive.tensors()[i].count() <= kMost)
            (void)archive.read(i), (void)archive.stored(i);
}

int attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error&) {
    }
    return 0;
}

} // namespace ffn::fuzz
