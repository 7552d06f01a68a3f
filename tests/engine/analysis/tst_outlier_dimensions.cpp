#include "engine/analysis/outlier_dimensions.h"

#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

class TestOutlierDimensions : public QObject {
    Q_OBJECT
  private slots:
    void findsTheLoudAndTheMassive();
    void evenValuesHaveNone();
    void nothingSeen();
};

void TestOutlierDimensions::findsTheLoudAndTheMassive() {
    Snapshot s;
    s.tokens = batch({50, 20});
    Tensor values = random_normal({2, 50, 30}, 4);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (std::int64_t r = 0; r < 100; ++r)
        values.row(r)[7] *= 20;
    values.row(3)[11] = -5000; // one massive cell, as at a first token
    values.row(4)[11] = nan;
    values.row(99)[2] = 1e9f; // padding
    keep(s, Stage::Output, std::move(values));
    const OutlierDimensions found = outlier_dimensions(s, Stage::Output);
    QCOMPARE(found.dims.size(), std::size_t(2));
    QCOMPARE(found.dims[0].dim, 11);
    QCOMPARE(found.dims[0].massive, 1);
    QCOMPARE(found.dims[0].peak, -5000.0f);
    QCOMPARE(found.dims[0].peak_row, 3);
    QCOMPARE(found.dims[1].dim, 7);
    QCOMPARE(found.dims[1].massive, 0);
    // 70 draws: the standard error of a standard deviation is 1/√140 = 0.085, taken four times.
    QVERIFY(std::abs(found.dims[1].rms - 20) < 20 * 0.34);
    QVERIFY(std::abs(found.median_rms - 1) < 0.1);
    QVERIFY(std::abs(found.median_magnitude - 0.6745) < 0.1); // of N(0, 1)
}

void TestOutlierDimensions::evenValuesHaveNone() {
    Snapshot s;
    s.tokens = batch({1});
    keep(s, Stage::Output, tensor({1, 1, 3}, {2, -2, 2}));
    QVERIFY(outlier_dimensions(s, Stage::Output).dims.empty());
    QCOMPARE(outlier_dimensions(s, Stage::Output).median_rms, 2.0);
    keep(s, Stage::Output, tensor({1, 1, 3}, {0, 0, 0}));
    QVERIFY(outlier_dimensions(s, Stage::Output).dims.empty());
    keep(s, Stage::Output, tensor({1, 1, 3}, {0, 0, 1}));
    QCOMPARE(outlier_dimensions(s, Stage::Output).dims[0].ratio, std::numeric_limits<double>::infinity());
}

void TestOutlierDimensions::nothingSeen() {
    Snapshot s;
    s.tokens = batch({0});
    keep(s, Stage::Output, Tensor(Shape{1, 0, 3}));
    QVERIFY(std::isnan(outlier_dimensions(s, Stage::Output).median_rms));
    QVERIFY(outlier_dimensions(s, Stage::Output).dims.empty());
}

static const ffn::test::Case<TestOutlierDimensions> kCase;
#include "tst_outlier_dimensions.moc"
