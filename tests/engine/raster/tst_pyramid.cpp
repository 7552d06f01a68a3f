#include "engine/raster/pyramid.h"

#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ffn;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();
using Detail = RenderOptions::Detail;

struct Pixel {
    float value = kNaN;
    std::uint8_t flags = 0;
};

// One pixel by a plain loop over its cells: the second way of computing.
Pixel plain(const Tensor& t, const TokenBatch& tokens, Reduction reduction, CellRange rows, CellRange units) {
    double sum = 0, best = 0, count = 0;
    std::uint8_t flags = 0;
    bool real = false;
    for (std::int64_t r = rows.begin; r < rows.end; ++r)
        for (std::int64_t u = units.begin; u < units.end; ++u) {
            if (tokens.is_padding(r / t.shape().len, r % t.shape().len)) continue;
            real = true;
            const double v = t.at(r, u);
            if (std::isnan(v)) flags |= kHasNaN;
            if (std::isinf(v)) flags |= v > 0 ? kHasPosInf : kHasNegInf;
            if (!std::isfinite(v)) continue;
            sum += reduction == Reduction::FractionNonZero ? v != 0 : v;
            const bool better = reduction == Reduction::Min ? v < best
                                : reduction == Reduction::Max
                                    ? v > best
                                    : std::abs(v) > std::abs(best) || (v == -best && v > 0);
            if (count == 0 || better) best = v;
            ++count;
        }
    if (!real) return {kNaN, kAllPadding};
    const bool mean = reduction == Reduction::Mean || reduction == Reduction::FractionNonZero;
    return {count == 0 ? kNaN : float(mean ? sum / count : best), flags};
}

// The cells of one pixel in whole numbers, rounded outwards to groups of `grain` of the data's `cells`.
CellRange cells_of(std::int64_t start, std::int64_t span, std::int64_t pixels, std::int64_t p,
                   std::int64_t grain, std::int64_t cells) {
    std::int64_t begin = start + p * span / pixels, end = start + ((p + 1) * span + pixels - 1) / pixels;
    if (span <= pixels) begin = start + (2 * p + 1) * span / (2 * pixels), end = begin + 1;
    return {begin / grain * grain, std::min((end + grain - 1) / grain * grain, cells)};
}

void compare(const Pyramid& pyramid, const TokenBatch& tokens, const CellRect& part, std::int64_t width,
             std::int64_t height, const RenderOptions& options) {
    const RasterImage image = pyramid.render(part, width, height, options);
    QCOMPARE(image.width, width);
    QCOMPARE(image.height, height);
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x) {
            const bool turned = options.transposed;
            const CellRange rows = cells_of(part.row, part.rows, turned ? width : height, turned ? x : y,
                                            image.grain_rows, pyramid.rows());
            const CellRange units = cells_of(part.unit, part.units, turned ? height : width, turned ? y : x,
                                             image.grain_units, pyramid.units());
            const Pixel expected = plain(pyramid.tensor(), tokens, pyramid.reduction(), rows, units);
            const std::size_t i = std::size_t(y * width + x);
            QCOMPARE(int(image.flags[i]), int(expected.flags));
            QCOMPARE(std::isnan(image.values[i]), std::isnan(expected.value));
            if (std::isnan(expected.value)) continue;
            // Extremes are values of cells: exact. Means of means are rounded to float32 once a level, 2⁻²⁴
            // of the largest value (10) each, at most 12 levels: below 8e-6.
            const bool mean =
                pyramid.reduction() == Reduction::Mean || pyramid.reduction() == Reduction::FractionNonZero;
            if (mean)
                QVERIFY(std::abs(image.values[i] - expected.value) < 8e-6f);
            else
                QCOMPARE(image.values[i], expected.value);
        }
}

enum class Content { Finite, SomeNonFinite, NaNRowAndUnit, AllNaN };

std::shared_ptr<Tensor> random_tensor(Shape shape, Content content, std::mt19937& random) {
    auto t = std::make_shared<Tensor>(Tensor::uninitialized(shape));
    std::uniform_int_distribution<int> tenths(-100, 100), dice(0, 59);
    for (float& v : t->values()) {
        v = dice(random) < 20 ? 0.0f : float(tenths(random)) / 10; // many zeros, many ties of ±
        if (content == Content::AllNaN) v = kNaN;
        if (content != Content::SomeNonFinite) continue;
        const int d = dice(random);
        if (d < 3) v = d == 0 ? kNaN : d == 1 ? kInf : -kInf;
    }
    if (content == Content::NaNRowAndUnit)
        for (std::int64_t r = 0; r < t->rows(); ++r)
            for (std::int64_t u = 0; u < t->dim(); ++u)
                if (r == t->rows() / 2 || u == t->dim() / 3) t->row(r)[std::size_t(u)] = kNaN;
    return t;
}

std::shared_ptr<TokenBatch> batch(std::initializer_list<std::size_t> lengths) {
    auto tokens = std::make_shared<TokenBatch>();
    for (std::size_t n : lengths)
        tokens->rows.emplace_back(n);
    return tokens;
}

const std::initializer_list<Reduction> kReductions{Reduction::SignedMaxAbs, Reduction::Mean, Reduction::Min,
                                                   Reduction::Max, Reduction::FractionNonZero};

} // namespace

class TestPyramid : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithAPlainLoop_data();
    void agreesWithAPlainLoop();
    void levelsAgreeWithAPlainLoop_data();
    void levelsAgreeWithAPlainLoop();
    void everySpikeIsSeen_data();
    void everySpikeIsSeen();
    void takesLittleMemory_data();
    void takesLittleMemory();
    void frameIsExactForFewCells();
    void pixelsOutsideSaySo();
    void stops();
    void reportsProgressToTheEnd();
};

void TestPyramid::agreesWithAPlainLoop_data() {
    QTest::addColumn<std::vector<int>>("lengths");
    QTest::addColumn<int>("units");
    QTest::addColumn<int>("content");
    const auto row = [](const char* name, std::vector<int> lengths, int units, Content content) {
        QTest::newRow(name) << lengths << units << int(content);
    };
    row("one cell", {1}, 1, Content::Finite);
    row("one row", {1}, 211, Content::Finite);
    row("one unit", {211}, 1, Content::SomeNonFinite);
    row("primes", {53}, 97, Content::Finite);
    row("primes with NaN and Inf", {53}, 97, Content::SomeNonFinite);
    row("a NaN row and unit", {61}, 83, Content::NaNRowAndUnit);
    row("nothing but NaN", {37}, 41, Content::AllNaN);
    row("ragged batch", {40, 3, 0, 17}, 71, Content::Finite);
    row("ragged batch with NaN and Inf", {40, 3, 0, 17}, 71, Content::SomeNonFinite);
    row("short and wide", {5}, 700, Content::SomeNonFinite);
}

void TestPyramid::agreesWithAPlainLoop() {
    QFETCH(std::vector<int>, lengths);
    QFETCH(int, units);
    QFETCH(int, content);
    std::mt19937 random(7);
    auto tokens = std::make_shared<TokenBatch>();
    for (int n : lengths)
        tokens->rows.emplace_back(std::size_t(n));
    const auto t = random_tensor({tokens->batch(), tokens->len(), units}, Content(content), random);
    ThreadPool pool(3);
    for (Reduction reduction : kReductions) {
        const auto built = Pyramid::build(t, tokens, reduction, {}, 2);
        const Pyramid flat(t, tokens, reduction);
        const auto pick = [&](std::int64_t from, std::int64_t to) {
            return std::uniform_int_distribution<std::int64_t>(from, to)(random);
        };
        for (int i = 0; i < 12; ++i) {
            CellRect part{pick(0, t->rows() - 1), pick(0, t->dim() - 1), 0, 0};
            part.rows = pick(1, t->rows() - part.row), part.units = pick(1, t->dim() - part.unit);
            if (i == 0) part = {0, 0, t->rows(), t->dim()};
            const RenderOptions options{.transposed = i % 2 == 1, .pool = i % 3 == 0 ? &pool : nullptr};
            compare(i % 4 < 2 ? *built : flat, *tokens, part, pick(1, 40), pick(1, 40), options);
        }
    }
}

void TestPyramid::levelsAgreeWithAPlainLoop_data() {
    QTest::addColumn<int>("content");
    QTest::addColumn<int>("shape");
    for (int shape = 0; shape < 3; ++shape)
        for (Content content : {Content::Finite, Content::SomeNonFinite, Content::NaNRowAndUnit})
            QTest::addRow("content %d, shape %d", int(content), shape) << int(content) << shape;
}

// Above 2²⁰ cells a frame is drawn from the levels; the pixels are then those of the rounded footprints.
void TestPyramid::levelsAgreeWithAPlainLoop() {
    QFETCH(int, content);
    QFETCH(int, shape);
    std::mt19937 random(11);
    const auto tokens = shape == 0 ? batch({701, 450}) : shape == 1 ? batch({11}) : batch({1200000});
    const std::int64_t units = shape == 0 ? 1009 : shape == 1 ? 120011 : 1;
    const auto t = random_tensor({tokens->batch(), tokens->len(), units}, Content(content), random);
    for (Reduction reduction : kReductions) {
        const auto built = Pyramid::build(t, tokens, reduction, {}, 2);
        const CellRect all{0, 0, t->rows(), t->dim()};
        const int width = shape == 2 ? 1 : 37, height = shape == 1 ? 2 : 23;
        QVERIFY(!built->render(all, width, height).exact());
        compare(*built, *tokens, all, width, height, {});
        compare(*built, *tokens, all, height, width, {.transposed = true});
        compare(*built, *tokens, all, 3, 2, {.detail = Detail::Exact});
    }
}

void TestPyramid::everySpikeIsSeen_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("thumbnail") << 96 << 54;
    QTest::newRow("window") << 640 << 360;
    QTest::newRow("odd") << 333 << 211;
}

void TestPyramid::everySpikeIsSeen() {
    QFETCH(int, width);
    QFETCH(int, height);
    std::mt19937 random(3);
    auto t = std::make_shared<Tensor>(Shape{1, 2048, 2048});
    std::uniform_real_distribution<float> noise(-1, 1);
    for (float& v : t->values())
        v = noise(random);
    std::uniform_int_distribution<std::int64_t> place(0, 2047);
    std::vector<std::pair<std::int64_t, std::int64_t>> spikes;
    for (int i = 0; i < 400; ++i) {
        spikes.emplace_back(place(random), place(random));
        t->row(spikes.back().first)[std::size_t(spikes.back().second)] = i % 2 ? 12.0f : -12.0f;
    }
    const auto built = Pyramid::build(t, batch({2048}), Reduction::SignedMaxAbs);
    const RasterImage image = built->render(CellRect{0, 0, 2048, 2048}, width, height);
    QVERIFY(!image.exact());
    std::vector<bool> near_spike(image.values.size());
    for (const auto& [row, unit] : spikes) {
        const std::int64_t y = row * height / 2048, x = unit * width / 2048;
        QCOMPARE(std::abs(image.values[std::size_t(y * width + x)]), 12.0f);
        // A cell on the border of two pixels is in both, so «one pixel away» counts from either.
        for (std::int64_t j = std::max<std::int64_t>(0, y - 1);
             j <= std::min<std::int64_t>(height - 1, y + 2); ++j)
            for (std::int64_t i = std::max<std::int64_t>(0, x - 1);
                 i <= std::min<std::int64_t>(width - 1, x + 2); ++i)
                near_spike[std::size_t(j * width + i)] = true;
    }
    for (std::size_t p = 0; p < image.values.size(); ++p)
        QVERIFY(near_spike[p] || std::abs(image.values[p]) <= 1);
}

void TestPyramid::takesLittleMemory_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("units");
    for (auto [rows, units] :
         {std::pair{1, 99999}, {3, 40001}, {16, 20000}, {17, 20003}, {1024, 999}, {20001, 33}})
        QTest::addRow("%d × %d", rows, units) << rows << units;
}

void TestPyramid::takesLittleMemory() {
    QFETCH(int, rows);
    QFETCH(int, units);
    std::mt19937 random(5);
    const auto t = random_tensor({1, rows, units}, Content::SomeNonFinite, random);
    const auto built = Pyramid::build(t, batch({std::size_t(rows)}), Reduction::Mean);
    QVERIFY(built->extra_bytes() > 0);
    // The flags are there too: the content is full of NaN and Inf.
    QVERIFY(double(built->extra_bytes()) <= 0.40 * double(t->size()) * sizeof(float));
}

void TestPyramid::frameIsExactForFewCells() {
    std::mt19937 random(5);
    const auto t = random_tensor({1, 1000, 1000}, Content::Finite, random);
    const auto built = Pyramid::build(t, batch({1000}), Reduction::SignedMaxAbs);
    QVERIFY(built->render(CellRect{0, 0, 1000, 1000}, 30, 30).exact());
}

void TestPyramid::pixelsOutsideSaySo() {
    auto t = std::make_shared<Tensor>(Shape{1, 2, 2});
    const Pyramid pyramid(t, nullptr, Reduction::Max);
    const RasterImage image = pyramid.render({-1, 0, 3, 4}, 4, 3);
    const std::vector<std::uint8_t> expected{kOutside, kOutside, kOutside, kOutside, 0,        0,
                                             kOutside, kOutside, 0,        0,        kOutside, kOutside};
    QVERIFY(image.flags == expected);
}

void TestPyramid::stops() {
    std::stop_source source;
    source.request_stop();
    const auto t = std::make_shared<Tensor>(Shape{1, 64, 64});
    const Progress stopped{{}, source.get_token()};
    QVERIFY_EXCEPTION_THROWN(Pyramid::build(t, batch({64}), Reduction::Max, stopped), Stopped);
    const Pyramid pyramid(t, nullptr, Reduction::Max);
    QVERIFY_EXCEPTION_THROWN(pyramid.render(CellRect{0, 0, 64, 64}, 8, 8, {.stop = source.get_token()}),
                             Stopped);
}

void TestPyramid::reportsProgressToTheEnd() {
    std::int64_t last = 0, all = -1;
    bool grows = true;
    Progress progress;
    progress.report = [&](std::int64_t done, std::int64_t total) {
        grows = grows && done >= last && done <= total;
        last = done, all = total;
    };
    Pyramid::build(std::make_shared<Tensor>(Shape{1, 500, 3000}), batch({500}), Reduction::Max, progress, 2);
    QVERIFY(grows);
    QCOMPARE(last, all);
}

static const ffn::test::Case<TestPyramid> kCase;
#include "tst_pyramid.moc"
