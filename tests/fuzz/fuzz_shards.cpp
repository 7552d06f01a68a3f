#include "engine/formats/safetensors_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        // The shard that the corpus names.
        static const std::string kHeader = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
        fuzz::file("s.safetensors", char(kHeader.size()) + std::string(7, '\0') + kHeader + "x");
        fuzz::read_all(*open_safetensors_shards(fuzz::file("index.json", {data, size})));
    });
}
