#include "engine/exports/capture_file.h"
#include "engine/exports/snapshot_file.h"
#include "engine/formats/safetensors_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        const auto archive = open_safetensors(MappedFile(fuzz::file("s.safetensors", {data, size})));
        if (!is_capture(*archive)) return void(read_snapshot(*archive));
        for (const CapturedBlock& block : captured_blocks(*archive))
            (void)read_captured(*archive, block.id);
    });
}
