#include "tests/test_case.h"
#include "ui/panels/bar_delegate.h"
#include "ui/panels/number_table_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>

using namespace ffn::ui;

class TestNumberTableModel : public QObject {
    Q_OBJECT
  private slots:
    void showsEachForm();
    void sortsWithWhatDoesNotExistLast();
    void persistentIndicesFollowTheirRow();
    void aBarIsAShareOfTheFullNumber();
    void barsAndNumbersDoNotHideEachOther();
    void showsOnlySomeRows();
    void copiesWhatIsShown();
    void barsFloatBetweenTwoNumbers();
    void knowsItsLongLabels();
};

namespace {

std::vector<NumberColumn> columns() {
    using Form = NumberColumn::Form;
    return {{"token", "", Form::Text, {"b", "a", "c"}, {}},
            {"count", "", Form::Count, {}, {1, 2000, 3}},
            {"share", "tip", Form::Percent, {}, {0.5, NAN, 0.25}, NumberColumn::Bar::FromZero, 1},
            {"value", "", Form::Number, {}, {-2, 1, 0}, NumberColumn::Bar::Signed, 4}};
}

QStringList shown(const NumberTableModel& model, int column) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, column).data().toString();
    return texts;
}

} // namespace

void TestNumberTableModel::showsEachForm() {
    NumberTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setTable({10, 20, 30}, columns());
    QCOMPARE(shown(model, 0), (QStringList{"b", "a", "c"}));
    QCOMPARE(shown(model, 1), (QStringList{"1", "2" + QString(QChar(0x2009)) + "000", "3"}));
    QCOMPARE(shown(model, 2), (QStringList{"50.0 %", "–", "25.0 %"}));
    QCOMPARE(shown(model, 3), (QStringList{"−2", "1", "0"}));
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::ToolTipRole).toString(), QString("tip"));
    QCOMPARE(model.rowOf(20), 1);
    QCOMPARE(model.rowOf(21), -1);
}

void TestNumberTableModel::sortsWithWhatDoesNotExistLast() {
    NumberTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setTable({10, 20, 30}, columns());
    model.sort(2, Qt::AscendingOrder);
    QCOMPARE(shown(model, 2), (QStringList{"25.0 %", "50.0 %", "–"}));
    model.sort(2, Qt::DescendingOrder);
    QCOMPARE(shown(model, 2), (QStringList{"50.0 %", "25.0 %", "–"}));
    QCOMPARE(model.keyAt(0), 10);
    model.sort(0, Qt::AscendingOrder);
    QCOMPARE(shown(model, 0), (QStringList{"a", "b", "c"}));
    model.setTable({1, 2, 3}, columns()); // new contents come in the chosen order
    QCOMPARE(shown(model, 0), (QStringList{"a", "b", "c"}));
    model.sort(-1, Qt::AscendingOrder);
    QCOMPARE(shown(model, 0), (QStringList{"b", "a", "c"}));
}

void TestNumberTableModel::persistentIndicesFollowTheirRow() {
    NumberTableModel model;
    model.setTable({10, 20, 30}, columns());
    const QPersistentModelIndex least(model.index(0, 3)); // −2
    model.sort(3, Qt::DescendingOrder);
    QCOMPARE(least.row(), 2);
    QCOMPARE(least.data().toString(), QString("−2"));
}

void TestNumberTableModel::aBarIsAShareOfTheFullNumber() {
    NumberTableModel model;
    model.setTable({10, 20, 30}, columns());
    QCOMPARE(model.index(0, 3).data(kBarRole).toDouble(), -0.5);
    QVERIFY(model.index(0, 3).data(kBarSignedRole).toBool());
    QCOMPARE(model.index(0, 2).data(kBarRole).toDouble(), 0.5);
    QVERIFY(!model.index(0, 2).data(kBarSignedRole).toBool());
    QVERIFY(!model.index(0, 1).data(kBarRole).isValid());
}

void TestNumberTableModel::barsAndNumbersDoNotHideEachOther() {
    // A wide cell: beside the number; a narrow one: below it.
    QCOMPARE(BarDelegate::barSpace(QRectF(0, 0, 206, 20), 50), QRectF(3, 3, 144, 14));
    QCOMPARE(BarDelegate::barSpace(QRectF(0, 0, 66, 20), 50), QRectF(3, 16, 60, 3));
    const QRectF space(10, 3, 100, 14);
    QCOMPARE(BarDelegate::barRect(space, -0.5, true), QRectF(35, 3, 25, 14));
    QCOMPARE(BarDelegate::barRect(space, 0.5, true), QRectF(60, 3, 25, 14));
    QCOMPARE(BarDelegate::barRect(space, 0.5, false), QRectF(10, 3, 50, 14));
    QCOMPARE(BarDelegate::barRect(space, 7, false), space);
}

void TestNumberTableModel::showsOnlySomeRows() {
    NumberTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setTable({10, 20, 30}, columns());
    model.setShown({true, false, true});
    QCOMPARE(shown(model, 0), (QStringList{"b", "c"}));
    QCOMPARE(model.rowOf(20), -1);
    QCOMPARE(model.rowOf(30), 1);
    const QPersistentModelIndex least(model.index(0, 3)); // −2
    model.sort(3, Qt::DescendingOrder);
    QCOMPARE(shown(model, 3), (QStringList{"0", "−2"}));
    QCOMPARE(least.row(), 1);
    model.setShown({});
    QCOMPARE(shown(model, 3), (QStringList{"1", "0", "−2"}));
}

void TestNumberTableModel::copiesWhatIsShown() {
    NumberTableModel model;
    model.setTable({10, 20, 30}, columns());
    model.sort(3, Qt::AscendingOrder);
    model.setShown({true, true, false});
    QCOMPARE(model.tabSeparated(), QString("token\tcount\tshare\tvalue\nb\t1\t0.5\t-2\na\t2000\tnan\t1\n"));
}

void TestNumberTableModel::barsFloatBetweenTwoNumbers() {
    NumberTableModel model;
    model.setTable({0, 1}, {{"total",
                             "",
                             NumberColumn::Form::Number,
                             {},
                             {3, 1},
                             NumberColumn::Bar::Floating,
                             3,
                             4,
                             {-1, 3},
                             -1}});
    QCOMPARE(model.index(0, 0).data(kBarFromRole).toDouble(), 0.0);
    QCOMPARE(model.index(0, 0).data(kBarRole).toDouble(), 1.0);
    QVERIFY(!model.index(0, 0).data(kBarSignedRole).toBool());
    QCOMPARE(model.index(1, 0).data(kBarFromRole).toDouble(), 1.0);
    QCOMPARE(model.index(1, 0).data(kBarRole).toDouble(), 0.5);
    QVERIFY(model.index(1, 0).data(kBarSignedRole).toBool()); // a fall
    const QRectF space(10, 3, 100, 14);
    QCOMPARE(BarDelegate::floatingRect(space, 1, 0.5), QRectF(60, 3, 50, 14));
    QCOMPARE(BarDelegate::floatingRect(space, 0.25, 0.25), QRectF(35, 3, 1, 14));
}

void TestNumberTableModel::knowsItsLongLabels() {
    NumberTableModel model;
    QStringList words;
    std::vector<double> counts;
    std::vector<qint64> keys;
    for (int i = 0; i < 5000; ++i) {
        keys.push_back(i);
        words += i == 4321 ? QString("longest") : QString("w");
        counts.push_back(i == 1234 ? 123456 : 1);
    }
    model.setTable(std::move(keys), {{"word", "", NumberColumn::Form::Text, std::move(words), {}},
                                     {"count", "", NumberColumn::Form::Count, {}, std::move(counts)}});
    QCOMPARE(model.longLabels(0), QStringList{"longest"});
    QVERIFY(model.longLabels(1).contains(QString("123") + QChar(0x2009) + "456"));
    QVERIFY(model.longLabels(1).size() < 100); // asked for at every change of size
}

static const ffn::test::Case<TestNumberTableModel> kCase;
#include "tst_number_table_model.moc"
