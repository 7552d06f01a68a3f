#include "engine/formats/npy_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        MappedFile file(fuzz::file("w.npz", {data, size}));
        std::vector<ZipMember> members = read_zip_directory(file);
        fuzz::read_all(*open_npz(std::move(file), std::move(members)));
    });
}
