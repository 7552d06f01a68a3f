#include "engine/formats/pytorch_tensors.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        // Without a file around it: the quickest way to the machine and to what its values are taken for.
        (void)pytorch_tensors(read_pickle({data, size}, "w.pt"), "w.pt", 0);
    });
}
