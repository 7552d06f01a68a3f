#include "engine/forward/sparse_matrix.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <random>

namespace ffn {

namespace {

Tensor random_matrix(std::int64_t rows, std::int64_t dim, double zeros, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Tensor t({1, rows, dim});
    for (float& x : t.values())
        x = std::generate_canonical<double, 32>(random) < zeros ? 0.0f : normal(random);
    return t;
}

Nonzeros nonzeros_of(Tensor& x) {
    const auto values = x.values();
    return {{x.data(), x.rows(), x.dim()}, x.dim(), std::ranges::count_if(values, [](float v) {
                return v != 0;
            })};
}

} // namespace

class TestSparseMatrix : public QObject {
    Q_OBJECT
  private slots:
    void leavingOutZerosEqualsAllTerms_data();
    void leavingOutZerosEqualsAllTerms();
    void aRowOfZerosGivesZeros();
    void nanInHiddenIsNoZero();
    void aTileWithInfiniteWeightsIsLeftToTheDenseProduct();
};

void TestSparseMatrix::leavingOutZerosEqualsAllTerms_data() {
    QTest::addColumn<int>("outputs");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<double>("zeros");
    QTest::addColumn<bool>("keep");
    for (const bool keep : {true, false})
        for (const int outputs : {1, 127, 128, 200, 700})
            for (const double zeros : {0.0, 0.7, 0.97})
                QTest::addRow("%d outputs, %g zero%s", outputs, zeros, keep ? ", kept" : "")
                    << outputs << 83 << zeros << keep;
}

void TestSparseMatrix::leavingOutZerosEqualsAllTerms() {
    QFETCH(int, outputs);
    QFETCH(int, inputs);
    QFETCH(double, zeros);
    QFETCH(bool, keep);
    const WeightMatrix w = random_matrix(outputs, inputs, 0, 1);
    Tensor x = random_matrix(11, inputs, zeros, 2), y({1, 11, outputs});
    const SparseMatrix sparse(w, keep);
    const Tiling tiling(outputs, inputs);
    for (std::int64_t t = 0; t < tiling.count(); ++t) // straight into the wider rows
        QVERIFY(sparse.multiply(nonzeros_of(x), t, {y.data() + tiling.first(t), 11, outputs}));
    for (std::int64_t r = 0; r < 11; ++r)
        for (std::int64_t o = 0; o < outputs; ++o) {
            double sum = 0, magnitude = 0;
            for (std::int64_t i = 0; i < inputs; ++i) {
                sum += double(x.at(r, i)) * double(w.at(o, i));
                magnitude += std::abs(double(x.at(r, i)) * double(w.at(o, i)));
            }
            // at most `inputs` roundings of 2⁻²⁴ of Σ|w·x|
            QVERIFY(std::abs(double(y.at(r, o)) - sum) <= 0x1p-24 * inputs * magnitude);
        }
}

void TestSparseMatrix::aRowOfZerosGivesZeros() {
    Tensor x({1, 2, 40}), y = random_matrix(2, 64, 0, 3);
    QVERIFY(SparseMatrix(random_matrix(64, 40, 0, 4), true).multiply(nonzeros_of(x), 0, {y.data(), 2, 64}));
    for (const float v : y.values())
        QCOMPARE(v, 0.0f);
}

void TestSparseMatrix::nanInHiddenIsNoZero() {
    Tensor x({1, 2, 40}), y({1, 2, 64});
    x.row(1)[7] = std::nanf("");
    QVERIFY(SparseMatrix(random_matrix(64, 40, 0, 4), true).multiply(nonzeros_of(x), 0, {y.data(), 2, 64}));
    for (std::int64_t o = 0; o < 64; ++o) {
        QCOMPARE(y.at(0, o), 0.0f);
        QVERIFY(std::isnan(y.at(1, o)));
    }
}

void TestSparseMatrix::aTileWithInfiniteWeightsIsLeftToTheDenseProduct() {
    Tensor w = random_matrix(1024, 40, 0, 5), x = random_matrix(3, 40, 0.9, 6), y({1, 3, 1024});
    w.row(600)[3] = std::numeric_limits<float>::infinity();
    for (const bool keep : {true, false}) {
        const SparseMatrix sparse(w.clone(), keep);
        QVERIFY(sparse.multiply(nonzeros_of(x), 0, {y.data(), 3, 1024}));
        QVERIFY(!sparse.multiply(nonzeros_of(x), 1, {y.data(), 3, 512}));
    }
}

static const test::Case<TestSparseMatrix> kCase;

} // namespace ffn

#include "tst_sparse_matrix.moc"
