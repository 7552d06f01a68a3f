// Tokenising a megabyte of English, one text, one thread. The tokenisers are those named in the environment
// variable FFNSCOPE_TOKENIZERS, with colons between them, and the text is the file FFNSCOPE_TEXT; without
// them, the small ones of the tests and sentences made of their words.

#include "engine/tokens/open_tokenizer.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

namespace {

using namespace ffn;

constexpr std::size_t kTextSize = 1'000'000;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<std::string> tokenizers() {
    const std::string named = variable("FFNSCOPE_TOKENIZERS");
    std::vector<std::string> files;
    std::istringstream stream(named);
    for (std::string file; std::getline(stream, file, ':');)
        files.push_back(file);
    if (files.empty())
        for (const char* file :
             {"gpt2", "llama3.json", "llama2.json", "bert", "unigram.model", "bpe.model", "unigram.json"})
            files.push_back(std::string(FFNSCOPE_FIXTURES "/tokens/subword/") + file);
    return files;
}

// Words as often as English has them: the k-th with probability ~ 1/k.
std::string made_text() {
    std::mt19937 random(1);
    std::vector<std::string> words;
    for (int i = 0; i < 20'000; ++i) {
        std::string word;
        for (std::uint32_t length = 2 + random() % 8; length > 0; --length)
            word += "etaoinshrdlucmfwypvbgkjqxz"[(random() % 26) * (random() % 26) / 26];
        words.push_back(word);
    }
    std::string text;
    while (text.size() < kTextSize) {
        const double u = double(random() >> 5) / (1U << 27);
        const auto rank = std::size_t(std::pow(double(words.size()), u)) - 1;
        text += words[rank] + (random() % 9 == 0 ? ", " : random() % 15 == 0 ? ".\n" : " ");
    }
    return text;
}

const std::string& text() {
    static const std::string kText = [] {
        std::ifstream file(variable("FFNSCOPE_TEXT"), std::ios::binary);
        return file ? std::string(std::istreambuf_iterator<char>(file), {}) : made_text();
    }();
    return kText;
}

void tokenize(benchmark::State& state, const std::string& file) {
    const auto tokenizer = open_tokenizer(file);
    std::size_t tokens = 0;
    for (auto _ : state)
        tokens = tokenizer->encode({text()}).rows[0].size();
    state.counters["tokens"] = double(tokens);
    state.SetBytesProcessed(std::int64_t(state.iterations()) * std::int64_t(text().size()));
}

void open(benchmark::State& state, const std::string& file) {
    for (auto _ : state)
        benchmark::DoNotOptimize(open_tokenizer(file));
}

} // namespace

int main(int argc, char** argv) {
    for (const std::string& file : tokenizers()) {
        benchmark::RegisterBenchmark(("tokenize/" + file).c_str(), tokenize, file)
            ->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark(("open/" + file).c_str(), open, file)->Unit(benchmark::kMillisecond);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
