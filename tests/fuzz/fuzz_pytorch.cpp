#include "engine/formats/pytorch_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        MappedFile file(fuzz::file("w.pt", {data, size}));
        if (!is_zip(file.bytes())) return fuzz::read_all(*open_legacy_pytorch(std::move(file)));
        std::vector<ZipMember> members = read_zip_directory(file, LocalHeaders::Later);
        fuzz::read_all(*open_pytorch_zip(std::move(file), std::move(members)));
    });
}
