#include "engine/tokens/open_tokenizer.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_tokens.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        // A tokeniser of each kind; the first byte of the text says which.
        static const auto kTokenizers = [] {
            std::vector<std::unique_ptr<Tokenizer>> all;
            for (const char* file : {"bert", "bert_cased.json", "gpt2", "roberta.json", "llama3.json",
                                     "llama2.json", "bpe.model", "bpe_user.model", "unigram.model",
                                     "unigram_suffix.model", "char.model", "unigram.json"})
                all.push_back(open_tokenizer(std::string(FFNSCOPE_FIXTURES "/tokens/subword/") + file));
            all.push_back(make_words_tokenizer());
            all.push_back(make_bytes_tokenizer());
            return all;
        }();
        if (size > 0)
            fuzz::split(*kTokenizers[data[0] % kTokenizers.size()], std::string(data + 1, data + size));
    });
}
