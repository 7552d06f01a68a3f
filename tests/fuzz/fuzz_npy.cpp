#include "engine/formats/npy_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] { fuzz::read_all(*open_npy(MappedFile(fuzz::file("w.npy", {data, size})))); });
}
