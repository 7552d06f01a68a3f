#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/panels/number_label.h"
#include "ui/panels/writers_panel.h"

#include <QComboBox>
#include <QScrollBar>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestWritersPanel : public QObject {
    Q_OBJECT
  private slots:
    void whatUnitsWriteAddsUpToTheUpdate();
    void followsTheTokenUnderTheCursor();
    void ordersByLengthToo();
    void saysWhatIsMissing();
    void beginsWithTheLargest();
};

namespace {

NumberTable& table(const QWidget& panel) {
    return *panel.findChild<NumberTable*>("writersTable");
}

} // namespace

void TestWritersPanel::whatUnitsWriteAddsUpToTheUpdate() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WritersPanel panel(&state);
    const auto s = test::hand_made();
    test::settle(panel, s);
    const auto f = s->stage(Stage::Projection).row(0);
    double length = 0, sum = 0, bias = 0;
    for (int d = 0; d < 4; ++d)
        length += double(f[std::size_t(d)]) * double(f[std::size_t(d)]);
    length = std::sqrt(length);
    for (int d = 0; d < 4; ++d)
        bias += double(s->model->down_bias.values()[std::size_t(d)]) * double(f[std::size_t(d)]) / length;
    const NumberTableModel& model = table(panel).table();
    QCOMPARE(model.rowCount(), 6);
    for (int row = 0; row < 6; ++row) {
        const auto unit = model.keyAt(row);
        double along = 0, column = 0;
        for (int d = 0; d < 4; ++d) {
            const double w = double(s->model->down.at(d, unit));
            column += w * w;
            along += double(s->stage(Stage::Hidden).at(0, unit)) * w * double(f[std::size_t(d)]) / length;
        }
        sum += along;
        // Doubles added in another order.
        QVERIFY(std::abs(model.numberAt(row, 4) - along) <= 1e-12 * length);
        QVERIFY(std::abs(model.numberAt(row, 2) - std::sqrt(column)) <= 1e-12);
        if (row > 0) QVERIFY(std::abs(model.numberAt(row, 4)) <= std::abs(model.numberAt(row - 1, 4)));
    }
    QVERIFY(std::abs(sum + bias - length) <= 1e-5 * length); // f itself is float32
    QVERIFY(test::text(panel, "writersHeadline").endsWith("‖f(x)‖ = " + numberLabel(length)));
    QVERIFY(test::text(panel, "writersRest").contains("bias " + numberLabel(bias, 3)));
}

void TestWritersPanel::followsTheTokenUnderTheCursor() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WritersPanel panel(&state);
    test::settle(panel, test::hand_made());
    QVERIFY(test::text(panel, "writersHeadline").startsWith("Update of The ·"));
    state.pointAt(Stage::Hidden, 2, 0);
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(test::text(panel, "writersHeadline").startsWith("Update of ␣fox ·"));
    test::click(table(panel), 1, 1);
    QCOMPARE(state.stage(), Stage::Hidden);
    QCOMPARE(state.row(), 2);
    QCOMPARE(state.unit(), table(panel).table().keyAt(1));
    state.pointAt(Stage::Hidden, 5, 0); // padding
    QTRY_VERIFY(panel.isSettled());
    QVERIFY(!table(panel).isVisible());
    state.pointAt(Stage::Hidden, 4, 0);
    QTRY_VERIFY(table(panel).isVisible());
}

void TestWritersPanel::ordersByLengthToo() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WritersPanel panel(&state);
    test::settle(panel, test::hand_made());
    QTest::keyClick(panel.findChild<QComboBox*>("writersOrder"), Qt::Key_Down);
    QTRY_VERIFY(panel.isSettled());
    const NumberTableModel& model = table(panel).table();
    for (int row = 1; row < model.rowCount(); ++row)
        QVERIFY(model.numberAt(row, 3) <= model.numberAt(row - 1, 3));
    QCOMPARE(model.keyAt(0), 4); // its bias of 64 makes it the largest
}

void TestWritersPanel::saysWhatIsMissing() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WritersPanel panel(&state);
    const auto s = test::hand_made();
    s->model = nullptr;
    test::settle(panel, s);
    QVERIFY(!table(panel).isVisible());
}

// Also where the chosen unit is far down.
void TestWritersPanel::beginsWithTheLargest() {
    ViewState state;
    state.fitTo(6, 4, 6);
    WritersPanel panel(&state);
    table(panel).setFixedHeight(4 * panel.fontMetrics().height());
    const auto s = test::hand_made();
    state.pointAt(Stage::Hidden, 0, update_writers(*s, 0, 6).units.back().unit);
    test::settle(panel, s);
    QCOMPARE(table(panel).currentIndex().row(), 5);
    QVERIFY(table(panel).verticalScrollBar()->maximum() > 0);
    QCOMPARE(table(panel).verticalScrollBar()->value(), 0);
}

static const ffn::test::Case<TestWritersPanel> kCase;
#include "tst_writers_panel.moc"
