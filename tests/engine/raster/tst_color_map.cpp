#include "engine/raster/color_map.h"

#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

void map_rows() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < color_maps().size(); ++i)
        QTest::newRow(std::string(color_maps()[i].name).c_str()) << int(i);
}

double lightness(Rgb c) {
    return ok_lab_from_rgb(c).L;
}
double distance(const OkLab& p, const OkLab& q) {
    return std::sqrt((p.L - q.L) * (p.L - q.L) + (p.a - q.a) * (p.a - q.a) + (p.b - q.b) * (p.b - q.b));
}

// Full deuteranopia (Machado, Oliveira & Fernandes 2009, severity 1.0), in linear RGB.
OkLab seen_without_green(Rgb color) {
    const LinearRgb c = linear_from_rgb(color);
    return ok_lab_from_linear({0.367322 * c[0] + 0.860646 * c[1] - 0.227968 * c[2],
                               0.280085 * c[0] + 0.672501 * c[1] + 0.047413 * c[2],
                               -0.011820 * c[0] + 0.042940 * c[1] + 0.968881 * c[2]});
}

std::uint32_t pixel(Rgb c) {
    return 0xff000000u | std::uint32_t(c.r) << 16 | std::uint32_t(c.g) << 8 | c.b;
}

} // namespace

class TestColorMap : public QObject {
    Q_OBJECT
  private slots:
    void namesAreKnown();
    void lightnessIsMonotone_data() { map_rows(); }
    void lightnessIsMonotone();
    void stepsAreEven_data() { map_rows(); }
    void stepsAreEven();
    void staysReadableWithoutGreen_data() { map_rows(); }
    void staysReadableWithoutGreen();
    void viridisLooksAsPublished();
    void positions_data();
    void positions();
    void valueAtIsTheInverse();
    void everyCaseHasItsColor();
    void flagsWinInOrder();
    void pixelsAgreeWithColor_data();
    void pixelsAgreeWithColor();
    void ranges();
};

void TestColorMap::namesAreKnown() {
    for (const char* name :
         {"viridis", "cividis", "grey", "blue_red", "purple_green", "blue_red_dark", "purple_green_dark"}) {
        const ColorMap* map = color_map_from_name(name);
        QVERIFY(map);
        QCOMPARE(map->name, std::string_view(name));
    }
    QVERIFY(!color_map_from_name("jet"));
}

void TestColorMap::lightnessIsMonotone() {
    QFETCH(int, index);
    const ColorMap& map = color_maps()[std::size_t(index)];
    if (!map.diverging) {
        // Eight bits a component are worth up to 0.004 of lightness: neighbours may be equal or so.
        for (std::size_t i = 4; i < 256; ++i) {
            QVERIFY(lightness(map.colors[i]) > lightness(map.colors[i - 4]));
            QVERIFY(lightness(map.colors[i]) > lightness(map.colors[i - 1]) - 0.004);
        }
        return;
    }
    const double outwards = lightness(map.colors[0]) > lightness(map.colors[127]) ? 1 : -1;
    for (std::size_t i = 128; i < 256; ++i) {
        // Eight bits a component are worth about 0.004 of lightness in the dark, less elsewhere.
        QVERIFY(std::abs(lightness(map.colors[i]) - lightness(map.colors[255 - i])) < 0.005);
        if (i >= 130) QVERIFY(outwards * (lightness(map.colors[i]) - lightness(map.colors[i - 2])) > 0);
    }
    const OkLab middle = ok_lab_from_rgb(map.colors[128]);
    QVERIFY(std::hypot(middle.a, middle.b) < 0.01);
}

// Perceptually uniform: equal steps of the map look about equally large.
void TestColorMap::stepsAreEven() {
    QFETCH(int, index);
    const ColorMap& map = color_maps()[std::size_t(index)];
    double least = 1, most = 0;
    for (std::size_t i = 0; i + 16 < 256; i += 16) {
        if (map.diverging && i < 128 && i + 16 > 127) continue; // over the middle, where the hue changes
        const double d = distance(ok_lab_from_rgb(map.colors[i]), ok_lab_from_rgb(map.colors[i + 16]));
        least = std::min(least, d), most = std::max(most, d);
    }
    // Viridis as published is even in CAM02-UCS; in OKLab its own ratio is 2. A rainbow has over 5.
    QVERIFY2(most < 2.6 * least, qPrintable(QString::number(most / least)));
}

void TestColorMap::staysReadableWithoutGreen() {
    QFETCH(int, index);
    const ColorMap& map = color_maps()[std::size_t(index)];
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double d =
                distance(seen_without_green(map.colors[i * 17]), seen_without_green(map.colors[j * 17]));
            // About 0.02 is the least difference that is seen at a glance between patches.
            QVERIFY2(d > 0.02, qPrintable(QString("%1 and %2: %3").arg(i).arg(j).arg(d)));
        }
}

// Values of the published table between our anchors, where only the interpolation speaks.
void TestColorMap::viridisLooksAsPublished() {
    const ColorMap& map = *color_map_from_name("viridis");
    const std::pair<std::size_t, Rgb> published[]{{0, {68, 1, 84}},
                                                  {64, {59, 82, 139}},
                                                  {128, {33, 145, 140}},
                                                  {191, {94, 201, 98}},
                                                  {255, {253, 231, 37}}};
    for (const auto& [i, expected] : published)
        // A hardly visible difference: half of what is seen at a glance.
        QVERIFY2(distance(ok_lab_from_rgb(map.colors[i]), ok_lab_from_rgb(expected)) < 0.01,
                 qPrintable(QString("%1").arg(i)));
}

void TestColorMap::positions_data() {
    QTest::addColumn<float>("low");
    QTest::addColumn<float>("high");
    QTest::addColumn<int>("transfer");
    QTest::addColumn<float>("value");
    QTest::addColumn<double>("expected");
    const auto row = [](const char* name, float low, float high, Transfer t, float v, double expected) {
        QTest::newRow(name) << low << high << int(t) << v << expected;
    };
    row("low end", -2, 6, Transfer::Linear, -2, 0);
    row("high end", -2, 6, Transfer::Linear, 6, 1);
    row("quarter", -2, 6, Transfer::Linear, 0, 0.25);
    row("below", -2, 6, Transfer::Linear, -9, 0);
    row("above", -2, 6, Transfer::Linear, 9, 1);
    row("empty range, its value", 3, 3, Transfer::Linear, 3, 0.5);
    row("empty range, below", 3, 3, Transfer::Linear, 2, 0);
    row("empty range, above", 3, 3, Transfer::SymLog, 4, 1);
    row("root of a quarter", 0, 4, Transfer::SquareRoot, 1, 0.5);
    row("root keeps the sign", -4, 4, Transfer::SquareRoot, -1, 0.25);
    row("root of zero", -4, 4, Transfer::SquareRoot, 0, 0.5);
    row("log of zero", -8, 8, Transfer::SymLog, 0, 0.5);
    row("log of a thousandth", 0, 1000, Transfer::SymLog, 1, std::log(2.0) / std::log(1001.0));
    row("largest floats", -3e38f, 3e38f, Transfer::Linear, 0, 0.5);
}

void TestColorMap::positions() {
    QFETCH(float, low);
    QFETCH(float, high);
    QFETCH(int, transfer);
    QFETCH(float, value);
    QFETCH(double, expected);
    const ColorScale scale{color_map_from_name("grey"), low, high, Transfer(transfer)};
    QVERIFY(std::abs(scale.position(value) - expected) < 1e-12); // a few roundings of double
}

void TestColorMap::valueAtIsTheInverse() {
    for (Transfer t : {Transfer::Linear, Transfer::SymLog, Transfer::SquareRoot}) {
        const ColorScale scale{color_map_from_name("grey"), -3, 7, t};
        for (double x : {0.0, 0.1, 0.3, 0.5, 0.9, 1.0})
            // The value passes through float32 on its way back.
            QVERIFY(std::abs(scale.position(float(scale.value_at(x))) - x) < 1e-5);
    }
}

void TestColorMap::everyCaseHasItsColor() {
    ColorScale scale{color_map_from_name("viridis"), 0, 1};
    QVERIFY(scale.color(kNaN) == scale.nan);
    QVERIFY(scale.color(kInf) == scale.pos_inf);
    QVERIFY(scale.color(-kInf) == scale.neg_inf);
    QVERIFY(scale.color(-5) == scale.map->colors.front());
    QVERIFY(scale.color(5) == scale.map->colors.back());
    scale.below = Rgb{1, 2, 3}, scale.above = Rgb{4, 5, 6};
    QVERIFY(scale.color(-5) == *scale.below);
    QVERIFY(scale.color(5) == *scale.above);
    QVERIFY(scale.color(0) == scale.map->colors.front());
    QVERIFY(scale.color(1) == scale.map->colors.back());
}

void TestColorMap::flagsWinInOrder() {
    const ColorScale scale{color_map_from_name("viridis"), 0, 1};
    RasterImage image{6, 1, {0.5f, 0.5f, 0.5f, kNaN, kNaN, 0.0f}, {7, 6, 4, kAllPadding, kOutside, 0}};
    const std::vector<std::uint32_t> expected{
        pixel(scale.nan),           pixel(scale.pos_inf), pixel(scale.neg_inf), pixel(scale.padding), 0,
        pixel(scale.map->colors[0])};
    QVERIFY(colorize(image, scale) == expected);
}

void TestColorMap::pixelsAgreeWithColor_data() {
    QTest::addColumn<float>("low");
    QTest::addColumn<float>("high");
    for (int t = 0; t < 3; ++t)
        for (auto [low, high] : {std::pair{-1.f, 1.f}, {0.f, 3.f}, {-2.f, 5.f}, {0.5f, 0.5f}, {2.f, 2.5f}})
            QTest::addRow("%d: %g to %g", t, double(low), double(high)) << low << high;
}

void TestColorMap::pixelsAgreeWithColor() {
    QFETCH(float, low);
    QFETCH(float, high);
    for (Transfer t : {Transfer::Linear, Transfer::SymLog, Transfer::SquareRoot}) {
        ColorScale scale{color_map_from_name("blue_red"), low, high, t};
        scale.above = Rgb{1, 2, 3};
        RasterImage image{100003, 1, {}, {}};
        for (int i = 0; i < 100003; ++i)
            image.values.push_back(-6 + 12 * float(i) / 100003);
        image.values[7] = low, image.values[8] = high;
        image.flags.resize(image.values.size());
        ThreadPool pool(2);
        const auto pixels = colorize(image, scale, &pool);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            // Within a rounding of a step's border either neighbour is right.
            const double step = scale.position(image.values[i]) * 255 + 0.5;
            if (std::abs(step - std::round(step)) > 1e-4)
                QCOMPARE(pixels[i], pixel(scale.color(image.values[i])));
        }
    }
}

void TestColorMap::ranges() {
    QCOMPARE(automatic_range(-3, 2), std::pair(-3.f, 3.f));
    QCOMPARE(automatic_range(-3, 5), std::pair(-5.f, 5.f));
    QCOMPARE(automatic_range(0, 5), std::pair(0.f, 5.f));
    QCOMPARE(automatic_range(0, 0), std::pair(0.f, 1.f));
    QCOMPARE(automatic_range(kInf, -kInf), std::pair(0.f, 1.f)); // no finite value at all
    QCOMPARE(symmetric_range(1, 4), std::pair(-4.f, 4.f));
    QVERIFY(!visible_range({1, 1, {kNaN}, {kHasNaN}}));
    QCOMPARE(*visible_range({3, 1, {2, kNaN, -1}, {0, 1, 0}}), std::pair(-1.f, 2.f));
}

static const ffn::test::Case<TestColorMap> kCase;
#include "tst_color_map.moc"
