#include "engine/forward/normalize.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <vector>

namespace ffn {

class TestNormalize : public QObject {
    Q_OBJECT
  private slots:
    void layerNormOfASmallRow();
    void rmsNormOfASmallRow();
    void stdNormOfASmallRow();
    void stdNormOfAConstantRowIsItsBias();
    void stdNormOfOneValueIsNan();
    void constantRowHasRstdOfEps();
    void largeCommonOffsetLosesNothing();
    void hugeValuesDoNotOverflow();
    void gainAndBiasMayBeAbsent();
};

void TestNormalize::layerNormOfASmallRow() {
    const std::vector<float> x{1, 2, 3, 6};
    std::vector<float> n(4);
    const NormStatistics s = normalize_row(Norm::LayerNorm, 0, x, n);
    QCOMPARE(s.mean, 3.0f);
    QCOMPARE(s.variance, 3.5f); // (4 + 1 + 0 + 9)/4, biased
    QCOMPARE(s.rstd, float(1 / std::sqrt(3.5)));
    QCOMPARE(n[3], float(3 / std::sqrt(3.5)));
    QCOMPARE(n[0], float(-2 / std::sqrt(3.5)));
}

void TestNormalize::rmsNormOfASmallRow() {
    const std::vector<float> x{3, -4};
    std::vector<float> n(2);
    const NormStatistics s = normalize_row(Norm::RmsNorm, 0, x, n);
    QCOMPARE(s.mean, 0.0f);
    QCOMPARE(s.variance, 12.5f);
    QCOMPARE(n[1], float(-4 / std::sqrt(12.5)));
}

void TestNormalize::stdNormOfASmallRow() {
    const std::vector<float> x{1, 2, 3, 6};
    std::vector<float> n(4);
    const NormStatistics s = normalize_row(Norm::StdNorm, 0.5, x, n);
    QCOMPARE(s.mean, 3.0f);
    QCOMPARE(s.variance, float(14.0 / 3)); // (4 + 1 + 0 + 9)/3, unbiased
    const double sigma = std::sqrt(14.0 / 3);
    QCOMPARE(s.rstd, float(1 / (sigma + 0.5))); // eps beside the deviation, not beside the variance
    QCOMPARE(n[3], float(3 / (sigma + 0.5)));
    QCOMPARE(n[0], float(-2 / (sigma + 0.5)));
}

// As torch.std of such a row: 0, so that 0 / (0 + eps) is left.
void TestNormalize::stdNormOfAConstantRowIsItsBias() {
    const std::vector<float> x(5, 0.1f), gain(5, 3.0f), bias(5, 0.25f);
    std::vector<float> n(5), out(5);
    const NormStatistics s = normalize_row(Norm::StdNorm, 1e-6, x, n);
    QCOMPARE(s.rstd, 1e6f);
    apply_gain(n, gain, bias, out);
    for (const float y : out)
        QCOMPARE(y, 0.25f);
}

// As torch.std of one value: 0/0.
void TestNormalize::stdNormOfOneValueIsNan() {
    const std::vector<float> x{7};
    std::vector<float> n(1);
    const NormStatistics s = normalize_row(Norm::StdNorm, 1e-6, x, n);
    QCOMPARE(s.mean, 7.0f);
    QVERIFY(std::isnan(s.variance) && std::isnan(s.rstd) && std::isnan(n[0]));
}

void TestNormalize::constantRowHasRstdOfEps() {
    const std::vector<float> x(64, 0.1f);
    std::vector<float> n(64, 9.0f), out(64);
    const NormStatistics s = normalize_row(Norm::LayerNorm, 1e-5, x, n);
    QCOMPARE(s.variance, 0.0f);
    QCOMPARE(s.rstd, float(1 / std::sqrt(1e-5)));
    const std::vector<float> gain(64, 2.0f), bias(64, 0.25f);
    apply_gain(n, gain, bias, out);
    for (const float y : out)
        QCOMPARE(y, 0.25f);
}

void TestNormalize::largeCommonOffsetLosesNothing() {
    // 1e6 and the two float32 values next to it: variance exactly 2/3·0.0625², which E[x²] − E[x]² in float32
    // loses
    const std::vector<float> x{1e6f - 0.0625f, 1e6f, 1e6f + 0.0625f};
    std::vector<float> n(3);
    const NormStatistics s = normalize_row(Norm::LayerNorm, 0, x, n);
    QCOMPARE(s.variance, float(2.0 / 3 * 0.0625 * 0.0625));
    QCOMPARE(n[2], float(std::sqrt(1.5)));
}

void TestNormalize::hugeValuesDoNotOverflow() {
    const std::vector<float> x{1e30f, -1e30f}; // squares overflow float32, not double
    std::vector<float> n(2);
    normalize_row(Norm::LayerNorm, 1e-5, x, n);
    QCOMPARE(n[0], 1.0f);
    QCOMPARE(n[1], -1.0f);
}

void TestNormalize::gainAndBiasMayBeAbsent() {
    const std::vector<float> n{1, -2}, gain{3, 5}, bias{0.5f, 0.25f};
    std::vector<float> out(2);
    apply_gain(n, {}, {}, out);
    QCOMPARE(out, (std::vector<float>{1, -2}));
    apply_gain(n, gain, {}, out);
    QCOMPARE(out, (std::vector<float>{3, -10}));
    apply_gain(n, {}, bias, out);
    QCOMPARE(out, (std::vector<float>{1.5f, -1.75f}));
    apply_gain(n, gain, bias, out);
    QCOMPARE(out, (std::vector<float>{3.5f, -9.75f}));
}

static const test::Case<TestNormalize> kCase;

} // namespace ffn

#include "tst_normalize.moc"
