#include "engine/forward/unit_shift.h"
#include "tests/test_case.h"

#include <QTest>

#include <limits>

namespace ffn {

class TestUnitShift : public QObject {
    Q_OBJECT
  private slots:
    void columnsAreThoseOfTheMatrix();
    void aChangeMovesEveryOutputByItsColumn();
    void whatWouldCostDigitsIsLeftToTheProduct();
};

void TestUnitShift::columnsAreThoseOfTheMatrix() {
    Tensor w({1, 2, 3}); // 0 1 2 / 3 4 5
    for (std::int64_t i = 0; i < 6; ++i)
        w.data()[i] = float(i);
    const std::array<std::int64_t, 2> units{2, 0};
    const Matrix columns = columns_of(std::move(w), units);
    QCOMPARE(columns, (Matrix(2, 2) << 2, 5, 0, 3).finished());
}

void TestUnitShift::aChangeMovesEveryOutputByItsColumn() {
    const std::vector<float> unedited{1, 2}, hidden{4, 4};
    const std::vector<double> changes{0.5, -2};
    std::vector<float> out(2);
    QVERIFY(shift_projection(unedited, changes, (Matrix(2, 2) << 2, 4, 1, 3).finished(), hidden, out));
    QCOMPARE(out, (std::vector<float>{1 + 1 - 2, 2 + 2 - 6}));
    QVERIFY(shift_projection(unedited, {}, Matrix(0, 2), hidden, out));
    QCOMPARE(out, unedited);
}

void TestUnitShift::whatWouldCostDigitsIsLeftToTheProduct() {
    constexpr float kInf = std::numeric_limits<float>::infinity();
    const Matrix column = Matrix::Ones(1, 2);
    const std::vector<float> unedited{1, 2}, hidden{1, 1};
    std::vector<float> out(2);
    const auto shifts = [&](std::vector<float> from, std::vector<double> changes, std::vector<float> left) {
        return shift_projection(from, changes, column, left, out);
    };
    QVERIFY(shifts(unedited, {-30}, hidden));
    QVERIFY(!shifts(unedited, {-3e6}, hidden)); // it outweighed what is left
    QVERIFY(!shifts(unedited, {-1}, {0, 0}));   // nothing is left
    QVERIFY(!shifts(unedited, {-double(kInf)}, hidden));
    QVERIFY(!shifts(unedited, {std::nan("")}, hidden));
    QVERIFY(!shifts({kInf, 2}, {-1}, hidden));
}

static const test::Case<TestUnitShift> kCase;

} // namespace ffn

#include "tst_unit_shift.moc"
