#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "ui/panels/unit_table.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestUnitTable : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithAPlainLoop();
    void nanIsActiveButHasNoMean();
};

void TestUnitTable::agreesWithAPlainLoop() {
    const auto snapshot = test::hand_made();
    const Tensor& hidden = snapshot->stage(Stage::Hidden);
    const std::vector<UnitRow> units = unitTable(*snapshot, 0.5f);
    QCOMPARE(units.size(), std::size_t(test::kHiddenWidth));
    for (qint64 j = 0; j < test::kHiddenWidth; ++j) {
        int active = 0;
        double sum = 0, most = -1;
        qint64 top = -1;
        for (qint64 row = 0; row < 5; ++row) { // row 5 is padding
            const double v = double(hidden.at(row, j));
            active += std::abs(v) > 0.5;
            sum += v;
            if (v > most) most = v, top = row;
        }
        const UnitRow& unit = units[std::size_t(j)];
        // Sums of eighths are exact; the quotients are the same ones.
        QCOMPARE(unit.activeFraction, active / 5.0);
        QCOMPARE(unit.mean, sum / 5);
        QCOMPARE(unit.max, most);
        QCOMPARE(unit.topRow, top);
    }
}

void TestUnitTable::nanIsActiveButHasNoMean() {
    const auto snapshot = test::hand_made(Activation::Relu, {2});
    test::put(*snapshot, Stage::Hidden, {NAN, 0, NAN, 0, 0, 0, /**/ NAN, 0, 3, 0, 0, 0});
    const std::vector<UnitRow> units = unitTable(*snapshot, 0);
    QCOMPARE(units[0].activeFraction, 1.0);
    QVERIFY(std::isnan(units[0].mean));
    QCOMPARE(units[0].topRow, -1);
    QCOMPARE(units[2].mean, 3.0);
    QCOMPARE(units[2].topRow, 1);
}

static const ffn::test::Case<TestUnitTable> kCase;
#include "tst_unit_table.moc"
