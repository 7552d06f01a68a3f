// Listing a weight file and loading a block of it, beside a copy of the file's bytes. The files are those
// named on the command line: NAME/FILE is measured for every NAME of list, load and copy.
//
// Memory is fresh for each load and copy, as it is for the first one of a program.

#include "engine/core/value_memory.h"
#include "engine/formats/mapped_file.h"
#include "engine/model/block_finder.h"

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <cstring>
#include <memory>
#include <string>

namespace {

using namespace ffn;

void list(benchmark::State& state, const std::string& file) {
    std::size_t blocks = 0;
    for (auto _ : state)
        blocks = find_blocks(*open_archive(file)).blocks.size();
    if (blocks == 0) state.SkipWithError("no block was found");
}

/// More than may wait gives back all that waits, so that the next load is a first one.
void give_back_what_waits() {
    give_back_values(take_values(kWaitingBytes / sizeof(float) + 1));
}

void load(benchmark::State& state, const std::string& file) {
    ConfigOverrides overrides;
    overrides.norm = Norm::None;
    for (auto _ : state) {
        const auto archive = open_archive(file);
        benchmark::DoNotOptimize(load_block(*archive, find_blocks(*archive, overrides).blocks.at(0)));
        state.PauseTiming();
        give_back_what_waits();
        state.ResumeTiming();
    }
}

// The same bytes, mapped, into fresh memory by one memcpy.
void copy(benchmark::State& state, const std::string& path) {
    for (auto _ : state) {
        const MappedFile file(path);
        const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[file.size()]);
        std::memcpy(copy.get(), file.bytes().data(), file.size());
        benchmark::DoNotOptimize(copy.get());
    }
}

} // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 20); // larger pieces go back to the system
    benchmark::Initialize(&argc, argv);
    const std::pair<std::string, void (*)(benchmark::State&, const std::string&)> kinds[] = {
        {"list/", list}, {"load/", load}, {"copy/", copy}};
    for (int i = 1; i < argc; ++i)
        for (const auto& [name, function] : kinds)
            benchmark::RegisterBenchmark((name + argv[i]).c_str(), function, std::string(argv[i]))
                ->UseRealTime()
                ->Unit(benchmark::kMillisecond);
    benchmark::RunSpecifiedBenchmarks();
}
