#include "engine/raster/color_map.h"
#include "engine/raster/pyramid.h"
#include "tests/test_case.h"

#include <QTest>

#include <random>
#include <set>

using namespace ffn;

/// The largest case a person is promised: 16384 units × 4096 tokens.
class TestLargePyramid : public QObject {
    Q_OBJECT
  private slots:
    void everyOneOf400SpikesIsSeenInTheOverview() {
        constexpr std::int64_t kRows = 4096, kUnits = 16384;
        constexpr int kWidth = 1170, kHeight = 819, kSpikes = 400; // 14 × 5 cells a pixel
        auto values = std::make_shared<Tensor>(Tensor::uninitialized({1, kRows, kUnits}));
        // Noise below 6 in magnitude, as N(0, 1) is all but never above.
        std::uint32_t seed = 1;
        for (float& v : values->values()) {
            seed = seed * 1664525u + 1013904223u;
            v = float(std::int32_t(seed)) * (5.9f / 2147483648.0f);
        }
        std::mt19937 random(11);
        std::set<std::pair<std::int64_t, std::int64_t>> spikes, pixels;
        while (int(spikes.size()) < kSpikes) {
            const std::int64_t row = random() % kRows, unit = random() % kUnits;
            // One a pixel, so that they can be counted by pixels.
            if (!pixels.insert({row * kHeight / kRows, unit * kWidth / kUnits}).second) continue;
            spikes.insert({row, unit});
            values->row(row)[std::size_t(unit)] = spikes.size() % 2 == 0 ? 12.f : -12.f;
        }
        ColorScale scale;
        scale.map = color_map_from_name("blue_red");
        scale.low = -12;
        scale.high = 12;
        const Pyramid flat(values, nullptr, Reduction::SignedMaxAbs);
        const auto pyramid = Pyramid::build(values, nullptr, Reduction::SignedMaxAbs);
        // The first picture, made from the data, and the one of the reduced levels.
        for (const Pyramid* shown : {&flat, pyramid.get()}) {
            ThreadPool pool;
            RenderOptions options;
            options.pool = &pool;
            const RasterImage image = shown->render(CellRect{0, 0, kRows, kUnits}, kWidth, kHeight, options);
            const std::vector<std::uint32_t> colors = colorize(image, scale);
            const auto color = [](Rgb c) {
                return 0xff000000u | std::uint32_t(c.r) << 16 | std::uint32_t(c.g) << 8 | c.b;
            };
            for (const auto& [row, unit] : spikes) {
                const auto at = std::size_t(row * kHeight / kRows * kWidth + unit * kWidth / kUnits);
                const float spike = values->at(row, unit);
                // A level's cell on the edge of two pixels may bring a neighbour's spike of the other sign
                // along; then the positive one is shown.
                QVERIFY(image.values[at] == spike || image.values[at] == -spike);
                QVERIFY(colors[at] == color(scale.color(spike)) || colors[at] == color(scale.color(-spike)));
            }
            const auto exact = std::ranges::count_if(spikes, [&](const auto& s) {
                const auto at = std::size_t(s.first * kHeight / kRows * kWidth + s.second * kWidth / kUnits);
                return image.values[at] == values->at(s.first, s.second);
            });
            QVERIFY(exact >= kSpikes - 4);
        }
        // At most 40 % of the data beside it.
        QVERIFY(double(pyramid->extra_bytes()) < 0.4 * double(values->size()) * sizeof(float));
    }
};

static const ffn::test::Case<TestLargePyramid> kCase;
#include "tst_large_pyramid.moc"
