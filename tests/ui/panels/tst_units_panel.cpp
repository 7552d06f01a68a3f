#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/units_panel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestUnitsPanel : public QObject {
    Q_OBJECT
  private slots:
    void listsTheUnitsAsPlainLoopsDo();
    void aClickOnAHeaderSortsAndOnARowPointsAtTheUnit();
    void theFilterLineAndTheKindsPickUnits();
    void otherRulesMakeOtherKinds();
    void copyTakesWhatIsShown();
    void theThresholdIsTheOneOfAllViews();
    void rowsWithoutTextAreNotOneToken();
};

namespace {

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("unitsTable");
}

QString cell(const QWidget& panel, int row, int column) {
    return table(panel).model()->index(row, column).data().toString();
}

void type(const QWidget& panel, const QString& line) {
    auto* filter = panel.findChild<QLineEdit*>("unitsFilter");
    filter->selectAll();
    QTest::keyClick(filter, Qt::Key_Delete);
    QTest::keyClicks(filter, line);
}

constexpr int kUnit = 0, kKind = 1, kActive = 2, kMean = 3, kMax = 4, kTop = 5, kIn = 6, kOut = 7;

} // namespace

void TestUnitsPanel::listsTheUnitsAsPlainLoopsDo() {
    ViewState state;
    UnitsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    QAbstractItemModelTester tester(table(panel).model());
    QCOMPARE(test::text(panel, "unitsHeadline"),
             QString("6 hidden units · 5 tokens seen · active: not exactly 0"));
    const NumberTableModel& model = table(panel).table();
    QCOMPARE(model.rowCount(), 6);
    const Tensor& hidden = s->stage(Stage::Hidden);
    for (int j = 0; j < 6; ++j) {
        double active = 0, sum = 0, most = -INFINITY, in = 0, out = 0;
        for (int row = 0; row < 5; ++row) { // row 5 is padding
            active += hidden.at(row, j) != 0;
            sum += double(hidden.at(row, j));
            most = std::max(most, double(hidden.at(row, j)));
        }
        for (int d = 0; d < 4; ++d) {
            in += double(s->model->up.at(j, d)) * double(s->model->up.at(j, d));
            out += double(s->model->down.at(d, j)) * double(s->model->down.at(d, j));
        }
        QCOMPARE(model.numberAt(j, kUnit), double(j));
        QCOMPARE(model.numberAt(j, kActive), active / 5);
        QCOMPARE(model.numberAt(j, kMean), sum / 5); // sums of eighths are exact
        QCOMPARE(model.numberAt(j, kMax), most);
        QCOMPARE(model.numberAt(j, kIn), std::sqrt(in));
        QCOMPARE(model.numberAt(j, kOut), std::sqrt(out));
    }
    QCOMPARE(cell(panel, 4, kKind), QString("always on"));
    QCOMPARE(cell(panel, 5, kKind), QString("dead so far"));
    QCOMPARE(cell(panel, 5, kTop), QString("–")); // never active, so on no token
}

void TestUnitsPanel::aClickOnAHeaderSortsAndOnARowPointsAtTheUnit() {
    ViewState state;
    UnitsPanel panel(&state);
    state.fitTo(6, 4, 6);
    state.pointAt(Stage::Input, 2, 0);
    test::settle(panel, test::hand_made());
    QHeaderView* header = table(panel).horizontalHeader();
    const QPoint maxColumn(header->sectionViewportPosition(kMax) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, maxColumn);
    if (header->sortIndicatorOrder() == Qt::AscendingOrder)
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, maxColumn);
    QCOMPARE(table(panel).table().keyAt(0), 4); // its bias of 64 makes it the largest
    test::click(table(panel), 0, 1);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 2);
    QCOMPARE(state.unit(), 4);
    QTest::keyClick(&table(panel), Qt::Key_Down);
    QCOMPARE(state.unit(), table(panel).table().keyAt(1));
    state.pointAt(Stage::Hidden, 2, 5);
    QCOMPARE(table(panel).currentIndex().row(), table(panel).table().rowOf(5));
}

void TestUnitsPanel::theFilterLineAndTheKindsPickUnits() {
    ViewState state;
    UnitsPanel panel(&state);
    state.fitTo(6, 4, 6);
    test::settle(panel, test::hand_made());
    type(panel, "dead 5");
    QCOMPARE(table(panel).model()->rowCount(), 1);
    QCOMPARE(table(panel).table().keyAt(0), 5);
    QVERIFY(test::text(panel, "unitsHeadline").startsWith("1 of 6 hidden units · 5 tokens seen"));
    test::click(table(panel), 0, 0);
    QCOMPARE(state.unit(), 5);
    type(panel, "3-4");
    QCOMPARE(table(panel).model()->rowCount(), 2);
    auto* kinds = panel.findChild<QComboBox*>("unitsKinds");
    kinds->setFocus();
    while (kinds->currentIndex() != 1 + int(UnitKind::AlwaysOn))
        QTest::keyClick(kinds, Qt::Key_Down);
    QVERIFY(kinds->currentText().startsWith("always on: "));
    type(panel, "4-5");
    QCOMPARE(table(panel).model()->rowCount(), 1);
    QCOMPARE(table(panel).table().keyAt(0), 4);
    // What was picked stays picked for another text.
    test::settle(panel, test::hand_made(Activation::Relu, {4}));
    QCOMPARE(table(panel).model()->rowCount(), 1);
}

void TestUnitsPanel::otherRulesMakeOtherKinds() {
    ViewState state;
    UnitsPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    QTest::mouseClick(panel.findChild<QPushButton*>("unitsRules"), Qt::LeftButton);
    auto* alwaysOn = panel.findChild<QDoubleSpinBox*>("alwaysOn");
    QVERIFY(alwaysOn->isVisible());
    alwaysOn->setFocus();
    alwaysOn->selectAll();
    QTest::keyClicks(alwaysOn, "1");
    QTest::keyClick(alwaysOn, Qt::Key_Return);
    QTRY_VERIFY(panel.isSettled());
    UnitRules rules;
    rules.always_on = 0.01;
    const UnitCensus census = unit_census(*s, 0, rules);
    for (int j = 0; j < 6; ++j)
        QCOMPARE(cell(panel, j, kKind), QString::fromUtf8(name(census.units[std::size_t(j)].kind).data()));
    QTest::mouseClick(panel.findChild<QPushButton*>("resetRules"), Qt::LeftButton);
    QTRY_VERIFY(panel.isSettled());
    QCOMPARE(alwaysOn->value(), 95.0);
}

void TestUnitsPanel::copyTakesWhatIsShown() {
    ViewState state;
    UnitsPanel panel(&state);
    test::settle(panel, test::hand_made());
    type(panel, "4");
    table(panel).setFocus();
    QTest::keySequence(&table(panel), QKeySequence::Copy);
    const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
    QCOMPARE(lines.size(), 3); // titles, one unit, nothing behind the last line end
    QCOMPARE(lines[0].split('\t')[1], QString("kind"));
    QCOMPARE(lines[1].split('\t').mid(0, 3), (QStringList{"4", "always on", "1"}));
}

void TestUnitsPanel::theThresholdIsTheOneOfAllViews() {
    ViewState state;
    UnitsPanel panel(&state);
    const auto s = test::hand_made(Activation::Gelu);
    test::settle(panel, s);
    state.setThreshold(0.5f);
    QVERIFY(!panel.isSettled());
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(test::text(panel, "unitsHeadline").endsWith("active: |value| > 0.5"));
    const UnitCensus census = unit_census(*s, 0.5f);
    for (int j = 0; j < 6; ++j)
        QCOMPARE(table(panel).table().numberAt(j, kActive), census.units[std::size_t(j)].active_fraction);
    auto* spin = panel.findChild<QDoubleSpinBox*>("unitsThreshold");
    QCOMPARE(spin->value(), 0.5);
    spin->setValue(0.25);
    QCOMPARE(state.threshold(), std::optional(0.25f));
}

void TestUnitsPanel::rowsWithoutTextAreNotOneToken() {
    ViewState state;
    UnitsPanel panel(&state);
    const auto s = test::hand_made();
    auto nameless = std::make_shared<TokenBatch>(*s->tokens);
    for (auto& row : nameless->rows)
        for (Token& token : row)
            token = Token();
    s->tokens = nameless;
    test::settle(panel, s);
    for (int j = 0; j < 6; ++j)
        QVERIFY(cell(panel, j, kKind) != "one token");
}

static const ffn::test::Case<TestUnitsPanel> kCase;
#include "tst_units_panel.moc"
