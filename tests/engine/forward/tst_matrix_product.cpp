#include "engine/core/error.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/forward.h"
#include "engine/forward/matrix_product.h"
#include "tests/test_case.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace ffn {

namespace {

Tensor random_matrix(std::int64_t rows, std::int64_t dim, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Tensor t({1, rows, dim});
    for (float& x : t.values())
        x = normal(random);
    return t;
}

WeightMatrix bfloat16_matrix(std::int64_t rows, std::int64_t dim, unsigned seed) {
    const Tensor values = random_matrix(rows, dim, seed);
    const auto codes = std::make_shared<std::uint16_t[]>(std::size_t(values.size()));
    for (std::int64_t i = 0; i < values.size(); ++i)
        codes[std::size_t(i)] = std::uint16_t(std::bit_cast<std::uint32_t>(values.data()[i]) >> 16);
    return {ElementType::BF16, rows, dim, codes};
}

Tensor product(const PreparedMatrix& w, Tensor& x) {
    Tensor y({1, x.rows(), w.weights().rows()});
    for (std::int64_t t = 0; t < w.tiling().count(); ++t) {
        const std::int64_t first = w.tiling().first(t), n = w.tiling().columns(t);
        Tensor tile({1, x.rows(), n});
        w.multiply({x.data(), x.rows(), x.dim()}, t, {tile.data(), x.rows(), n});
        y.matrix().middleCols(first, n) = tile.matrix();
    }
    return y;
}

/// The largest difference from a plain loop in double, in units of the bound for float32 sums: K + 1
/// roundings of 2⁻²⁴ of Σ|w·x|, in any order.
double error_in_bounds(const Tensor& x, const WeightMatrix& w, const Tensor& y) {
    double worst = 0;
    for (std::int64_t r = 0; r < x.rows(); ++r)
        for (std::int64_t o = 0; o < w.rows(); ++o) {
            double sum = 0, magnitude = 0;
            for (std::int64_t i = 0; i < w.dim(); ++i) {
                const double term = double(x.at(r, i)) * double(w.at(o, i));
                sum += term;
                magnitude += std::abs(term);
            }
            worst = std::max(worst, std::abs(double(y.at(r, o)) - sum) /
                                        (0x1p-24 * double(w.dim() + 1) * magnitude));
        }
    return worst;
}

} // namespace

/// Back ends as peers: each against plain loops in double, and so against the others.
class TestMatrixProduct : public QObject {
    Q_OBJECT
  private slots:
    void everyBackEndEqualsPlainLoops_data();
    void everyBackEndEqualsPlainLoops();
    void nanAndInfinityStayInTheirRows_data() { backends(); }
    void nanAndInfinityStayInTheirRows();
    void aTileWritesItsOwnPlaceOnly_data() { backends(); }
    void aTileWritesItsOwnPlaceOnly();
    void threadsShareOneMatrix_data() { backends(); }
    void threadsShareOneMatrix();
    void tilesCoverEveryColumnOnce();
    void anAbsentBackEndIsRefusedWithAList();

  private:
    static void backends() {
        QTest::addColumn<QString>("backend");
        for (const std::string& name : available_backends())
            QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }
};

void TestMatrixProduct::everyBackEndEqualsPlainLoops_data() {
    QTest::addColumn<QString>("backend");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<bool>("keep");
    QTest::addColumn<bool>("half");
    std::mt19937 random(5);
    for (const std::string& backend : available_backends())
        for (int i = 0; i < 24; ++i) {
            // One to 80 rows, odd sizes, more than one tile now and then.
            const int rows = 1 + int(random() % (i % 2 ? 80 : 6)), inputs = 1 + int(random() % 150),
                      outputs = 1 + int(random() % (i % 4 == 0 ? 1100 : 150));
            const bool keep = random() % 2, half = random() % 2;
            QTest::addRow("%s %d: %d x %d to %d%s%s", backend.c_str(), i, rows, inputs, outputs,
                          keep ? ", packed once" : "", half ? ", bfloat16" : "")
                << QString::fromStdString(backend) << rows << inputs << outputs << keep << half;
        }
}

void TestMatrixProduct::everyBackEndEqualsPlainLoops() {
    QFETCH(QString, backend);
    QFETCH(int, rows);
    QFETCH(int, inputs);
    QFETCH(int, outputs);
    QFETCH(bool, keep);
    QFETCH(bool, half);
    const WeightMatrix w =
        half ? bfloat16_matrix(outputs, inputs, 1) : WeightMatrix(random_matrix(outputs, inputs, 1));
    Tensor x = random_matrix(rows, inputs, 2);
    const auto prepared = matrix_product(backend.toStdString()).prepare(w, keep);
    QVERIFY(error_in_bounds(x, w, product(*prepared, x)) <= 1);
    QVERIFY(error_in_bounds(x, w, product(*prepared, x)) <= 1); // and again, from what was packed
}

void TestMatrixProduct::nanAndInfinityStayInTheirRows() {
    QFETCH(QString, backend);
    for (const std::int64_t rows : {3, 40}) {
        Tensor x = random_matrix(rows, 70, 3);
        const auto w = matrix_product(backend.toStdString()).prepare(random_matrix(150, 70, 4), true);
        const Tensor clean = product(*w, x);
        x.row(1)[69] = std::nanf("");
        x.row(2)[0] = std::numeric_limits<float>::infinity();
        const Tensor dirty = product(*w, x);
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t o = 0; o < 150; ++o) {
                if (r == 1)
                    QVERIFY(std::isnan(dirty.at(r, o)));
                else if (r == 2)
                    QVERIFY(std::isinf(dirty.at(r, o)));
                else
                    QCOMPARE(std::bit_cast<std::uint32_t>(dirty.at(r, o)),
                             std::bit_cast<std::uint32_t>(clean.at(r, o)));
            }
    }
}

void TestMatrixProduct::aTileWritesItsOwnPlaceOnly() {
    QFETCH(QString, backend);
    Tensor x = random_matrix(20, 33, 5);
    const auto w = matrix_product(backend.toStdString()).prepare(random_matrix(1000, 33, 6), true);
    QVERIFY(w->tiling().count() > 1);
    const std::int64_t columns = w->tiling().columns(1);
    std::vector<float> y(std::size_t(22 * columns), -7.0f); // a row before and one after
    w->multiply({x.data(), 20, 33}, 1, {y.data() + columns, 20, columns});
    for (std::int64_t i = 0; i < 22 * columns; ++i)
        QCOMPARE(y[std::size_t(i)] == -7.0f, i < columns || i >= 21 * columns);
}

void TestMatrixProduct::threadsShareOneMatrix() {
    QFETCH(QString, backend);
    Tensor x = random_matrix(48, 200, 7);
    const WeightMatrix weights = random_matrix(1300, 200, 8);
    const auto w = matrix_product(backend.toStdString()).prepare(weights, true);
    std::vector<Tensor> results(8);
    ThreadPool(4).for_each_block(8, [&](std::int64_t i) { results[std::size_t(i)] = product(*w, x); });
    QVERIFY(error_in_bounds(x, weights, results[0]) <= 1);
    for (const Tensor& result : results)
        QVERIFY(std::ranges::equal(result.values(), results[0].values()));
}

void TestMatrixProduct::tilesCoverEveryColumnOnce() {
    for (const std::int64_t outputs : {1, 127, 128, 129, 511, 512, 513, 5000})
        for (const std::int64_t inputs : {1, 500, 4096, 30000}) {
            const Tiling tiling(outputs, inputs);
            std::int64_t next = 0;
            for (std::int64_t t = 0; t < tiling.count(); ++t) {
                QCOMPARE(tiling.first(t), next);
                QVERIFY(tiling.columns(t) > 0);
                next += tiling.columns(t);
            }
            QCOMPARE(next, outputs);
        }
}

void TestMatrixProduct::anAbsentBackEndIsRefusedWithAList() {
    QCOMPARE(QString(eigen_product().name().data()), QString("eigen"));
    try {
        matrix_product("abacus");
        QFAIL("nothing was thrown");
    } catch (const Error& e) {
        for (const std::string& name : available_backends())
            QVERIFY(QString(e.what()).contains(QString::fromStdString(name)));
    }
    QCOMPARE(matrix_product("auto").name(), std::string_view(available_backends().front()));
}

static const test::Case<TestMatrixProduct> kCase;

} // namespace ffn

#include "tst_matrix_product.moc"
