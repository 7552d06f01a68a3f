#include "engine/formats/safetensors_archive.h"
#include "engine/model/block_finder.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        // A config beside blocks of families that ask it for each kind of value.
        static const std::string kHeader = [] {
            std::string header = "{";
            std::size_t end = 0;
            const auto add = [&](const std::string& name, const std::string& shape, std::size_t bytes) {
                header += (end ? ",\"" : "\"") + name + R"(":{"dtype":"U8","shape":)" + shape +
                          R"(,"data_offsets":[)" + std::to_string(end) + "," + std::to_string(end + bytes) +
                          "]}";
                end += bytes;
            };
            for (const char* layer : {"l.0.fc", "text_model.l.0.mlp.fc", "l.0.mlp.c_fc", "l.0.linear"}) {
                add(layer + std::string("1.weight"), "[8,4]", 32);
                add(layer + std::string("2.weight"), "[4,8]", 32);
            }
            for (const char* name :
                 {"l.0.mlp.dense_h_to_4h", "l.0.mlp.dense_4h_to_h", "l.0.ffn", "l.0.ffn_output"})
                add(name + std::string(".weight"), "[4,4]", 16);
            header += "}";
            return std::string{char(header.size() & 255), char(header.size() >> 8)} + std::string(6, '\0') +
                   header + std::string(end, '\0');
        }();
        fuzz::file("config.json", {data, size});
        static const auto archive = open_safetensors(MappedFile(fuzz::file("w.safetensors", kHeader)));
        (void)find_blocks(*archive);
    });
}
