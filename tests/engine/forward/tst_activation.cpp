#include "engine/forward/activation.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

namespace ffn {

class TestActivation : public QObject {
    Q_OBJECT
  private slots:
    void valuesEqualTheFormula_data();
    void valuesEqualTheFormula();
    void nanPasses();
    void reluOfMinusZeroIsZero();
    void floatsAreTheDoublesRounded();
};

void TestActivation::valuesEqualTheFormula_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("expected");
    const auto row = [](Activation a, double x, double y) {
        QTest::addRow("%s(%g)", std::string(name(a)).c_str(), x) << int(a) << x << y;
    };
    // Values computed with 40 decimal digits.
    row(Activation::Relu, -1.5, 0);
    row(Activation::Relu, 2.5, 2.5);
    row(Activation::Gelu, 1, 0.841344746068542949);
    row(Activation::Gelu, -1, -0.158655253931457051);
    row(Activation::Gelu, -6, -5.91952587022618857e-9);
    row(Activation::GeluTanh, 1, 0.841191990608276659);
    row(Activation::GeluTanh, -1, -0.158808009391723341);
    row(Activation::Silu, 1, 0.731058578630004879);
    row(Activation::Silu, -2, -0.238405844044234865);
    row(Activation::QuickGelu, 1, 0.845795765932821281);
    row(Activation::ReluSquared, 3, 9);
    row(Activation::ReluSquared, -3, 0);
}

void TestActivation::valuesEqualTheFormula() {
    QFETCH(int, activation);
    QFETCH(double, x);
    QFETCH(double, expected);
    // a few roundings in double
    QVERIFY2(std::abs(activate(Activation(activation), x) - expected) <= 1e-13 * std::abs(expected),
             qPrintable(QString::number(activate(Activation(activation), x), 'g', 18)));
}

void TestActivation::nanPasses() {
    for (int a = 0; a <= int(Activation::ReluSquared); ++a) {
        const float in[1] = {std::nanf("")};
        float out[1] = {0};
        activate(Activation(a), in, out);
        QVERIFY2(std::isnan(out[0]), std::string(name(Activation(a))).c_str());
    }
}

void TestActivation::reluOfMinusZeroIsZero() {
    const float in[3] = {-0.0f, std::numeric_limits<float>::denorm_min(),
                         -std::numeric_limits<float>::infinity()};
    float out[3];
    activate(Activation::Relu, in, out);
    QVERIFY(out[0] == 0 && !std::signbit(out[0]));
    QCOMPARE(out[1], std::numeric_limits<float>::denorm_min()); // denormals are kept
    QCOMPARE(out[2], 0.0f);
}

void TestActivation::floatsAreTheDoublesRounded() {
    for (int a = 0; a <= int(Activation::ReluSquared); ++a)
        for (float x = -9; x < 9; x += 0.37f) {
            float out[1];
            activate(Activation(a), {&x, 1}, out);
            QCOMPARE(out[0], float(activate(Activation(a), double(x))));
        }
}

static const test::Case<TestActivation> kCase;

} // namespace ffn

#include "tst_activation.moc"
