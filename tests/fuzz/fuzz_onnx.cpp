#include "engine/formats/onnx_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        fuzz::file("values.bin", std::string(40, '\1'));
        fuzz::read_all(*open_onnx(MappedFile(fuzz::file("w.onnx", {data, size}))));
    });
}
