// The heat map beside QCustomPlot's own colour map, on the same values, in turns: from data to the first
// picture, a pan, a zoom, a change of range, and the memory that a picture takes beside the data.
//
// Usage: bench_heatmap [REPETITIONS [MILLIONS]]; prints one JSON object a case: {"case", "ours": [ms…],
// "peer": [ms…]}.
#include "bench/case_line.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/heatmap/map_navigator.h"
#include "ui/heatmap/map_plot.h"

#include <QApplication>
#include <QElapsedTimer>

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace ffn;
using namespace ffn::ui;

namespace {

constexpr QSize kWindow{1600, 900};

struct Size {
    std::int64_t rows, units;
    std::string name() const { return std::to_string((rows * units + 500'000) / 1'000'000) + " M cells"; }
};

// Noise with rare large values, as activations are.
SnapshotPtr snapshotOf(Size size) {
    auto snapshot = std::make_shared<Snapshot>();
    auto values = std::make_shared<Tensor>(Tensor::uninitialized({1, size.rows, size.units}));
    std::uint32_t seed = 1;
    StageSummary summary;
    for (std::int64_t row = 0; row < size.rows; ++row) {
        for (float& v : values->row(row)) {
            seed = seed * 1664525u + 1013904223u;
            v = float(std::int32_t(seed)) / 2.2e9f * (seed % 9973 == 0 ? 12.f : 1.f);
        }
        summary.add(values->row(row));
    }
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(std::size_t(size.rows), Token{"word", 0, 0, 4});
    snapshot->tokens = tokens;
    snapshot->kept[std::size_t(Stage::Hidden)] = values;
    snapshot->summaries[std::size_t(Stage::Hidden)] = summary;
    return snapshot;
}

std::uint64_t heapBytes() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

double milliseconds(const std::function<void()>& work) {
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

using bench::print_case;
using bench::Times;

/// Our view; every step ends with what it asked for on the screen.
class Ours {
  public:
    explicit Ours(const SnapshotPtr& snapshot) : m_snapshot(snapshot) {
        m_state.setStage(Stage::Hidden);
        m_view.resize(kWindow);
        m_view.show();
        QCoreApplication::processEvents();
    }
    double firstPicture() {
        const std::uint64_t before = heapBytes();
        const double ms = milliseconds([&] {
            m_view.setSnapshot(m_snapshot);
            while (!m_view.plot()->plottable()->pyramid() || !m_view.plot()->isFresh())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        });
        while (!m_view.isSettled())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        m_bytes = heapBytes() - before;
        return ms;
    }
    std::uint64_t bytes() const { return m_bytes; }
    double draw(const MapWindow& window) {
        return milliseconds([&] {
            m_view.plot()->setMapWindow(window);
            m_view.plot()->replot(QCustomPlot::rpImmediateRefresh);
        });
    }
    double range(float low, float high) {
        ColorScale scale = m_view.plot()->plottable()->scale();
        scale.low = low;
        scale.high = high;
        return milliseconds([&] {
            m_view.plot()->setScale(scale);
            m_view.plot()->replot(QCustomPlot::rpImmediateRefresh);
        });
    }

  private:
    SnapshotPtr m_snapshot;
    ViewState m_state;
    HeatMapView m_view{&m_state};
    std::uint64_t m_bytes = 0;
};

/// QCPColorMap over the same values, its axis of tokens reversed as ours is.
class Peer {
  public:
    explicit Peer(const SnapshotPtr& snapshot) : m_snapshot(snapshot) {
        m_plot.resize(kWindow);
        m_plot.yAxis->setRangeReversed(true);
        m_plot.show();
        QCoreApplication::processEvents();
    }
    double firstPicture() {
        const Tensor& values = m_snapshot->stage(Stage::Hidden);
        const std::uint64_t before = heapBytes();
        const double ms = milliseconds([&] {
            m_map = new QCPColorMap(m_plot.xAxis, m_plot.yAxis);
            m_map->data()->setSize(int(values.dim()), int(values.rows()));
            m_map->data()->setRange({0, double(values.dim() - 1)}, {0, double(values.rows() - 1)});
            for (std::int64_t row = 0; row < values.rows(); ++row)
                for (std::int64_t unit = 0; unit < values.dim(); ++unit)
                    m_map->data()->setCell(int(unit), int(row), double(values.at(row, unit)));
            m_map->setInterpolate(false);
            m_map->setDataRange({-12, 12});
            m_plot.rescaleAxes();
            m_plot.replot(QCustomPlot::rpImmediateRefresh);
        });
        m_bytes = heapBytes() - before;
        return ms;
    }
    std::uint64_t bytes() const { return m_bytes; }
    double draw(const MapWindow& window) {
        return milliseconds([&] {
            m_plot.xAxis->setRange(window.units.low, window.units.high);
            m_plot.yAxis->setRange(window.rows.low, window.rows.high);
            m_plot.replot(QCustomPlot::rpImmediateRefresh);
        });
    }
    double range(float low, float high) {
        return milliseconds([&] {
            m_map->setDataRange({double(low), double(high)});
            m_plot.replot(QCustomPlot::rpImmediateRefresh);
        });
    }

  private:
    SnapshotPtr m_snapshot;
    QCustomPlot m_plot;
    QCPColorMap* m_map = nullptr;
    std::uint64_t m_bytes = 0;
};

MapWindow part(Size size, double share, double at) {
    const double rows = double(size.rows) * share, units = double(size.units) * share;
    const double row = (double(size.rows) - rows) * at, unit = (double(size.units) - units) * at;
    return {{row - 0.5, row + rows - 0.5}, {unit - 0.5, unit + units - 0.5}};
}

struct Track {
    Times ours, peer;
};

void measure(Size size, int repetitions) {
    const SnapshotPtr snapshot = snapshotOf(size);
    Track first, pan, zoom, range, memory;
    for (int i = 0; i < repetitions; ++i) {
        Ours ours(snapshot);
        Peer peer(snapshot);
        first.ours.push_back(ours.firstPicture());
        first.peer.push_back(peer.firstPicture());
        memory.ours.push_back(double(ours.bytes()) / double(snapshot->stage(Stage::Hidden).size() * 4) * 100);
        memory.peer.push_back(double(peer.bytes()) / double(snapshot->stage(Stage::Hidden).size() * 4) * 100);
        for (int frame = 0; frame < 60; ++frame) {
            const MapWindow window = part(size, 0.4, frame / 60.0);
            pan.ours.push_back(ours.draw(window));
            if (frame % 20 == 0) pan.peer.push_back(peer.draw(window));
        }
        for (int frame = 0; frame < 60; ++frame) {
            const MapWindow window = part(size, std::pow(0.93, frame), 0.37);
            zoom.ours.push_back(ours.draw(window));
            if (frame % 20 == 0) zoom.peer.push_back(peer.draw(window));
        }
        ours.draw(part(size, 1, 0));
        peer.draw(part(size, 1, 0));
        for (int change = 0; change < 12; ++change) {
            range.ours.push_back(ours.range(-1.f - 0.1f * float(change), 1.f + 0.1f * float(change)));
            if (change % 4 == 0)
                range.peer.push_back(peer.range(-1.f - 0.1f * float(change), 1.f + 0.1f * float(change)));
        }
    }
    print_case("first picture, " + size.name(), first.ours, first.peer);
    print_case("pan, " + size.name(), pan.ours, pan.peer);
    print_case("zoom, " + size.name(), zoom.ours, zoom.peer);
    print_case("range, " + size.name(), range.ours, range.peer);
    print_case("memory in % of the data, " + size.name(), memory.ours, memory.peer);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
    const int only = argc > 2 ? std::atoi(argv[2]) : 0; // millions of cells
    for (const Size size : {Size{512, 2048}, Size{1024, 4096}, Size{2048, 8192}, Size{4096, 16384}})
        if (only == 0 || size.rows * size.units / 1'000'000 == only) measure(size, repetitions);
}
