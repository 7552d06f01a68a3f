#include "engine/tokens/open_tokenizer.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_tokens.h"

#include <algorithm>

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        // Three files in one, with a NUL between: the pieces, the merges, and the settings beside them.
        std::span<const std::uint8_t> rest{data, size};
        std::filesystem::path path;
        for (const char* name : {"merges.txt", "tokenizer_config.json", "vocab.json"}) {
            const auto part = std::string_view(name) == "vocab.json"
                                  ? rest
                                  : rest.first(std::size_t(std::ranges::find(rest, 0) - rest.begin()));
            rest = rest.subspan(std::min(part.size() + 1, rest.size()));
            path = fuzz::file(name, part);
        }
        fuzz::split_some(*open_tokenizer(path), {data, size});
    });
}
