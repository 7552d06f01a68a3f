#include "engine/tokens/sentence_piece.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_tokens.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        const std::shared_ptr<const TokenizerParts> parts = read_sentence_piece({data, size}, "t.model");
        fuzz::split_some(*make_file_tokenizer(parts), {data, size});
    });
}
