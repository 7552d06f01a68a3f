#include "engine/tokens/open_tokenizer.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_tokens.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        const auto tokenizer = open_tokenizer(fuzz::file("tokenizer.json", {data, size}));
        fuzz::split_some(*tokenizer, {data, size});
    });
}
