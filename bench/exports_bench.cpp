// Writing the hidden stage of 768 -> 3072 for 512 tokens, GELU, so that no value is zero: a file each format
// of `run`, into the folder named in the environment variable FFNSCOPE_BENCH_FOLDER.

#include "bench/engine_cases.h"
#include "engine/exports/table_export.h"
#include "ui/figure/figure_export.h"

#include <QApplication>

#include <cstdlib>

namespace {

using namespace ffn;

const Snapshot& snapshot() {
    static const auto kSnapshot = [] {
        const bench::Case& c = bench::case_of(768, 3072, 512);
        FeedForwardConfig config = c.model->config;
        config.activation = Activation::Gelu;
        ForwardOptions options;
        options.stages = {Stage::Hidden};
        return forward(with_config(*c.model, config), c.tokens, c.states, {}, options);
    }();
    return *kSnapshot;
}

using Write = void (*)(const std::filesystem::path& file);

void export_stage(benchmark::State& state, Write write, const char* name) {
    const auto file = std::filesystem::path(std::getenv("FFNSCOPE_BENCH_FOLDER")) / name;
    snapshot();
    for (auto _ : state)
        write(file);
}

void csv_wide(const std::filesystem::path& file) {
    write_csv(snapshot(), Stage::Hidden, file, CsvLayout::Wide);
}
void csv_tidy(const std::filesystem::path& file) {
    write_csv(snapshot(), Stage::Hidden, file, CsvLayout::Tidy);
}
void npy(const std::filesystem::path& file) {
    write_npy(snapshot(), Stage::Hidden, file);
}
void safetensors(const std::filesystem::path& file) {
    write_snapshot(snapshot(), {Stage::Hidden}, file);
}
template <ui::FigureFormat kFormat>
void figure(const std::filesystem::path& file) {
    ui::saveFigure(snapshot(), Stage::Hidden, {}, file, kFormat);
}

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (!std::getenv("FFNSCOPE_BENCH_FOLDER")) {
        std::fputs("FFNSCOPE_BENCH_FOLDER names no folder\n", stderr);
        return 2;
    }
    const QApplication application(argc, argv);
    const std::pair<const char*, Write> kFormats[] = {{"wide.csv", csv_wide},
                                                      {"tidy.csv", csv_tidy},
                                                      {"hidden.npy", npy},
                                                      {"snapshot.safetensors", safetensors},
                                                      {"hidden.png", figure<ui::FigureFormat::Png>},
                                                      {"hidden.svg", figure<ui::FigureFormat::Svg>},
                                                      {"hidden.pdf", figure<ui::FigureFormat::Pdf>}};
    for (const auto& [name, write] : kFormats)
        benchmark::RegisterBenchmark(name, export_stage, write, name)
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
    benchmark::RunSpecifiedBenchmarks();
}
