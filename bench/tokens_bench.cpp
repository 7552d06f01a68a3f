// Tokenising a text, one thread, and opening the tokeniser. The text is the file FFNSCOPE_TEXT, the
// tokenisers are those of FFNSCOPE_TOKENIZERS, with colons between them; both are environment variables.

#include "engine/tokens/open_tokenizer.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

using namespace ffn;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<std::string> tokenizers() {
    std::vector<std::string> files;
    std::istringstream stream(variable("FFNSCOPE_TOKENIZERS"));
    for (std::string file; std::getline(stream, file, ':');)
        files.push_back(file);
    return files;
}

const std::string& text() {
    static const std::string kText = [] {
        std::ifstream file(variable("FFNSCOPE_TEXT"), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }();
    return kText;
}

void tokenize(benchmark::State& state, const std::string& file) {
    if (text().empty()) return state.SkipWithError("FFNSCOPE_TEXT names no file with a text");
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
