#include "engine/tokens/word_piece_file.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_tokens.h"

#include <nlohmann/json.hpp>

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        const std::string_view text(reinterpret_cast<const char*>(data), size);
        (void)looks_like_word_piece(text);
        const std::shared_ptr<const TokenizerParts> parts = read_word_piece_file(text, {}, "vocab.txt");
        fuzz::split_some(*make_file_tokenizer(parts), {data, size});
    });
}
