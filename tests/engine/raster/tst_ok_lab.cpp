#include "engine/raster/ok_lab.h"

#include "tests/test_case.h"

#include <QTest>

#include <cmath>

using namespace ffn;

class TestOkLab : public QObject {
    Q_OBJECT
  private slots:
    void knownColors_data();
    void knownColors();
    void goesThereAndBack();
    void chromaGivesWayToTheScreen();
};

// Values of Ottosson's definition as CSS Color 4 prints them, to three digits.
void TestOkLab::knownColors_data() {
    QTest::addColumn<int>("rgb");
    QTest::addColumn<double>("L");
    QTest::addColumn<double>("a");
    QTest::addColumn<double>("b");
    QTest::newRow("white") << 0xffffff << 1.0 << 0.0 << 0.0;
    QTest::newRow("black") << 0x000000 << 0.0 << 0.0 << 0.0;
    QTest::newRow("red") << 0xff0000 << 0.628 << 0.225 << 0.126;
    QTest::newRow("lime") << 0x00ff00 << 0.866 << -0.234 << 0.179;
    QTest::newRow("blue") << 0x0000ff << 0.452 << -0.032 << -0.312;
}

void TestOkLab::knownColors() {
    QFETCH(int, rgb);
    QFETCH(double, L);
    QFETCH(double, a);
    QFETCH(double, b);
    const OkLab lab = ok_lab_from_rgb({std::uint8_t(rgb >> 16), std::uint8_t(rgb >> 8), std::uint8_t(rgb)});
    QVERIFY(std::abs(lab.L - L) < 6e-4 && std::abs(lab.a - a) < 6e-4 && std::abs(lab.b - b) < 6e-4);
}

void TestOkLab::goesThereAndBack() {
    for (int r = 0; r < 256; r += 17)
        for (int g = 0; g < 256; g += 17)
            for (int b = 0; b < 256; b += 17) {
                const Rgb color{std::uint8_t(r), std::uint8_t(g), std::uint8_t(b)};
                QVERIFY(rgb_from_ok_lab(ok_lab_from_rgb(color)) == color);
            }
}

void TestOkLab::chromaGivesWayToTheScreen() {
    const OkLab wanted{0.7, 0.3, -0.4};
    const OkLab shown = ok_lab_from_rgb(rgb_from_ok_lab(wanted));
    // Eight bits a component move lightness by up to 0.004 and the hue by about half a degree.
    QVERIFY(std::abs(shown.L - wanted.L) < 0.004);
    QVERIFY(std::abs(std::atan2(shown.b, shown.a) - std::atan2(wanted.b, wanted.a)) < 0.02);
    QVERIFY(std::hypot(shown.a, shown.b) < std::hypot(wanted.a, wanted.b));
}

static const ffn::test::Case<TestOkLab> kCase;
#include "tst_ok_lab.moc"
