#include "ui/tables/table_view.h"

#include "tests/test_case.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

namespace ffn::ui {

namespace {

Table fruit() {
    Table table;
    table.name = "fruit";
    table.columns = {"name", "count"};
    table.rows = {{std::string("pear"), std::int64_t(30)},
                  {std::string("apple"), std::int64_t(4)},
                  {std::string("plum"), std::int64_t(200)}};
    return table;
}

struct Shown {
    TableView table;
    QSignalSpy chosen{&table, &TableView::chosen}, opened{&table, &TableView::opened};
    QAbstractItemModelTester tester{table.view()->model()};

    Shown() {
        table.resize(400, 300);
        table.show();
        table.setTable(fruit());
        table.view()->setFocus();
    }
    QModelIndex cell(int row, int column = 0) const { return table.view()->model()->index(row, column); }
    QString word(int row) const { return cell(row).data().toString(); }
};

} // namespace

/// A table of the engine as a person uses it, with mouse and keys.
class TestTableView : public QObject {
    Q_OBJECT
  private slots:
    void aClickChoosesTheRowOfTheTableAndADoubleClickOpensIt() {
        Shown s;
        s.table.view()->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(s.word(0), "plum"); // 200 before 30: as numbers, not as texts
        const QPoint first = s.table.view()->visualRect(s.cell(0)).center();
        QTest::mouseClick(s.table.view()->viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(s.chosen.size(), 1);
        QCOMPARE(s.chosen[0][0].toInt(), 2);
        QCOMPARE(s.opened.size(), 0);
        QTest::mouseDClick(s.table.view()->viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(s.opened.size(), 1);
        QCOMPARE(s.opened[0][0].toInt(), 2);
    }

    void walkingSortingAndFilteringOpenNothing() {
        Shown s;
        s.table.view()->setCurrentIndex(s.cell(0));
        QTest::keyClick(s.table.view(), Qt::Key_Down);
        QCOMPARE(s.table.view()->currentIndex().row(), 1);
        s.table.filter()->setText("plum"); // the current row goes, another becomes it
        QCOMPARE(s.table.view()->model()->rowCount(), 1);
        s.table.filter()->clear();
        s.table.view()->sortByColumn(0, Qt::AscendingOrder);
        QCOMPARE(s.opened.size(), 0);
    }

    void returnOpensTheCurrentRow() {
        Shown s;
        s.table.filter()->setText("pl");
        QCOMPARE(s.table.view()->model()->rowCount(), 2); // apple and plum
        s.table.view()->setCurrentIndex(s.cell(1));
        QTest::keyClick(s.table.view(), Qt::Key_Return);
        QCOMPARE(s.opened.size(), 1);
        QCOMPARE(s.opened[0][0].toInt(), 2);
    }

    void whatIsShownIsCopied() {
        Shown s;
        s.table.filter()->setText("p");
        s.table.view()->sortByColumn(1, Qt::AscendingOrder);
        QTest::keyClick(s.table.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "name\tcount\napple\t4\npear\t30\nplum\t200\n");
    }
};

static const ffn::test::Case<TestTableView> kCase;

} // namespace ffn::ui

#include "tst_table_view.moc"
