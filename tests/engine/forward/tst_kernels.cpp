#include "engine/forward/activation.h"
#include "engine/forward/kernels.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace ffn {

namespace {

std::vector<float> random_values(std::int64_t n, unsigned seed, float offset = 0) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(offset, 1.0f);
    std::vector<float> v(static_cast<std::size_t>(n));
    for (float& x : v)
        x = normal(random);
    return v;
}

} // namespace

/// Every instruction set that this processor has, against plain loops in double.
class TestKernels : public QObject {
    Q_OBJECT
  private slots:
    void theFastestComesFirstAndThePlainLast();
    void productsEqualPlainLoops_data();
    void productsEqualPlainLoops();
    void sparseRowsEqualPlainLoops_data() { sets(); }
    void sparseRowsEqualPlainLoops();
    void nonzerosKeepNanAndDropBothZeros_data() { sets(); }
    void nonzerosKeepNanAndDropBothZeros();
    void reluLetsNanThrough_data() { sets(); }
    void reluLetsNanThrough();
    void curvesEqualTheirFormulas_data() { sets(); }
    void curvesEqualTheirFormulas();
    void momentsEqualPlainLoops_data();
    void momentsEqualPlainLoops();
    void momentsOfAConstantRowAreZero_data() { sets(); }
    void momentsOfAConstantRowAreZero();

  private:
    static void sets();
    static const Kernels& set(int i) { return *available_kernels()[std::size_t(i)]; }
};

void TestKernels::sets() {
    QTest::addColumn<int>("set");
    for (int i = 0; i < int(available_kernels().size()); ++i)
        QTest::addRow("%s", set(i).name) << i;
}

void TestKernels::theFastestComesFirstAndThePlainLast() {
    QCOMPARE(&kernels(), available_kernels().front());
    QCOMPARE(QString(available_kernels().back()->name), QString("baseline"));
}

void TestKernels::productsEqualPlainLoops_data() {
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<int>("outputs");
    for (int i = 0; i < int(available_kernels().size()); ++i)
        for (const auto& [rows, inputs, outputs] : {std::array{1, 1, 1},
                                                    {2, 16, 9},
                                                    {3, 37, 101},
                                                    {4, 64, 16},
                                                    {9, 131, 33},
                                                    {16, 70, 6},
                                                    {50, 96, 200}})
            QTest::addRow("%s %dx%d to %d", set(i).name, rows, inputs, outputs)
                << i << rows << inputs << outputs;
}

void TestKernels::productsEqualPlainLoops() {
    QFETCH(int, set);
    QFETCH(int, rows);
    QFETCH(int, inputs);
    QFETCH(int, outputs);
    const std::ptrdiff_t x_stride = inputs + 3, y_stride = outputs + 5; // both stand in wider rows
    const auto x = random_values(rows * x_stride, 1), w = random_values(outputs * inputs, 2);
    std::vector<float> y(std::size_t(rows * y_stride), -7.0f), few = y;
    const Kernels& k = TestKernels::set(set);
    k.product(x.data(), x_stride, rows, w.data(), inputs, outputs, y.data(), y_stride);
    k.few_rows(x.data(), x_stride, rows, w.data(), inputs, outputs, few.data(), y_stride);
    for (std::ptrdiff_t r = 0; r < rows; ++r)
        for (std::ptrdiff_t o = 0; o < y_stride; ++o) {
            const std::size_t at = std::size_t(r * y_stride + o);
            if (o >= outputs) {
                QCOMPARE(y[at], -7.0f);
                QCOMPARE(few[at], -7.0f);
                continue;
            }
            double sum = 0, magnitude = 0;
            for (std::ptrdiff_t i = 0; i < inputs; ++i) {
                const double term =
                    double(x[std::size_t(r * x_stride + i)]) * double(w[std::size_t(o * inputs + i)]);
                sum += term;
                magnitude += std::abs(term);
            }
            // Each of `inputs` additions rounds by at most 2⁻²⁴ of the terms' magnitude.
            const double allowed = 0x1p-24 * (inputs + 1) * magnitude;
            QVERIFY(std::abs(double(y[at]) - sum) <= allowed);
            QVERIFY(std::abs(double(few[at]) - sum) <= allowed);
        }
}

void TestKernels::sparseRowsEqualPlainLoops() {
    QFETCH(int, set);
    const std::vector<float> values = random_values(9, 3), panel = random_values(40 * kPanelColumns, 4);
    const std::vector<std::int32_t> index{0, 1, 5, 6, 7, 20, 31, 38, 39};
    std::vector<float> y(std::size_t(kPanelColumns), -1.0f);
    TestKernels::set(set).sparse_row(values.data(), index.data(), 9, panel.data(), y.data());
    for (std::int64_t c = 0; c < kPanelColumns; ++c) {
        double sum = 0, magnitude = 0;
        for (std::size_t k = 0; k < index.size(); ++k) {
            const double term = double(values[k]) * double(panel[std::size_t(index[k] * kPanelColumns + c)]);
            sum += term;
            magnitude += std::abs(term);
        }
        QVERIFY(std::abs(double(y[std::size_t(c)]) - sum) <= 0x1p-24 * 10 * magnitude);
    }
    TestKernels::set(set).sparse_row(values.data(), index.data(), 0, panel.data(), y.data());
    QCOMPARE(y, std::vector<float>(std::size_t(kPanelColumns), 0.0f));
}

void TestKernels::nonzerosKeepNanAndDropBothZeros() {
    QFETCH(int, set);
    const std::vector<float> row{0, 2, -0.0f, std::nanf(""), 0, -3, 1e-45f};
    std::vector<float> values(row.size());
    std::vector<std::int32_t> index(row.size());
    QCOMPARE(TestKernels::set(set).nonzeros(row.data(), 7, values.data(), index.data()), 4);
    QCOMPARE((std::vector(index.begin(), index.begin() + 4)), (std::vector<std::int32_t>{1, 3, 5, 6}));
    QCOMPARE(values[0], 2.0f);
    QVERIFY(std::isnan(values[1]));
    QCOMPARE(values[2], -3.0f);
    QCOMPARE(values[3], 1e-45f);
}

void TestKernels::reluLetsNanThrough() {
    QFETCH(int, set);
    std::vector<float> x(37, -1.0f), y(37, 9.0f);
    x[3] = 2;
    x[17] = x[36] = std::nanf("");
    TestKernels::set(set).relu(x.data(), y.data(), 37);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(x[i]))
            QVERIFY(std::isnan(y[i]));
        else
            QCOMPARE(y[i], i == 3 ? 2.0f : 0.0f);
    }
}

void TestKernels::curvesEqualTheirFormulas() {
    QFETCH(int, set);
    constexpr float kInf = std::numeric_limits<float>::infinity();
    std::vector<float> x{0,    -0.0f, 1e-30f, -1e-30f, 1e-45f, 100,
                         -100, 3e38f, -3e38f, kInf,    -kInf,  std::nanf("")};
    for (float v = -20; v < 20; v += 0.0173f)
        x.push_back(v);
    for (const auto& [curve, activation] : {std::pair{Curve::Gelu, Activation::Gelu},
                                            {Curve::GeluTanh, Activation::GeluTanh},
                                            {Curve::Silu, Activation::Silu},
                                            {Curve::QuickGelu, Activation::QuickGelu}}) {
        std::vector<float> y(x.size());
        TestKernels::set(set).curve(curve, x.data(), y.data(), std::ptrdiff_t(x.size()));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double expected = activate(activation, double(x[i])); // by the C library, in double
            if (std::isnan(expected)) {
                QVERIFY(std::isnan(y[i]));
                continue;
            }
            // One rounding to float32: half a unit of the last place, where denormals have 2⁻¹⁴⁹.
            const double allowed = 0x1.0001p-24 * std::abs(expected) + 0x1p-149;
            QVERIFY2(double(y[i]) == expected || std::abs(double(y[i]) - expected) <= allowed,
                     qPrintable(QString("%1(%2) = %3, expected %4")
                                    .arg(name(activation).data())
                                    .arg(double(x[i]))
                                    .arg(double(y[i]))
                                    .arg(expected)));
        }
    }
}

void TestKernels::momentsEqualPlainLoops_data() {
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("length");
    QTest::addColumn<float>("offset");
    for (int i = 0; i < int(available_kernels().size()); ++i)
        for (const int length : {1, 3, 15, 16, 17, 64, 515})
            for (const float offset : {0.0f, 1e4f})
                QTest::addRow("%s %d at %g", set(i).name, length, double(offset)) << i << length << offset;
}

void TestKernels::momentsEqualPlainLoops() {
    QFETCH(int, set);
    QFETCH(int, length);
    QFETCH(float, offset);
    std::vector<float> row = random_values(length, 5, offset);
    row[std::size_t(length / 2)] = 0;
    const RowMoments m = TestKernels::set(set).moments(row.data(), length);
    long double sum = 0, squares = 0;
    for (const float x : row) {
        const long double d = static_cast<long double>(x) - row[0];
        sum += d;
        squares += d * d;
    }
    QCOMPARE(m.min, *std::min_element(row.begin(), row.end()));
    QCOMPARE(m.max, *std::max_element(row.begin(), row.end()));
    QCOMPARE(m.zeros, std::count(row.begin(), row.end(), 0.0f));
    QCOMPARE(m.nonfinite, 0);
    // Terms are exact in double but for one rounding; `length` additions round by 2⁻⁵³ each.
    QVERIFY(std::abs(m.shifted_squares - double(squares)) <= length * 0x1p-52 * double(squares));
    QVERIFY(std::abs(m.shifted_sum - double(sum)) <=
            length * 0x1p-52 * (std::sqrt(double(squares) * length) + 1e-30));
    row[0] = std::numeric_limits<float>::infinity();
    row[std::size_t(length - 1)] = std::nanf("");
    QCOMPARE(TestKernels::set(set).moments(row.data(), length).nonfinite, length > 1 ? 2 : 1);
}

void TestKernels::momentsOfAConstantRowAreZero() {
    QFETCH(int, set);
    const std::vector<float> row(100, 1e6f);
    const RowMoments m = TestKernels::set(set).moments(row.data(), 100);
    QCOMPARE(m.shifted_sum, 0.0);
    QCOMPARE(m.shifted_squares, 0.0);
}

static const test::Case<TestKernels> kCase;

} // namespace ffn

#include "tst_kernels.moc"
