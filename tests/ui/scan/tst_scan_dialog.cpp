#include "ui/scan/scan_dialog.h"

#include "tests/test_case.h"
#include "ui/tables/table_view.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

/// The dialog over texts, as a person uses it.
class TestScanDialog : public QObject {
    Q_OBJECT
  private slots:
    void aScanShowsTheBlockItWasStartedWith() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("text.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("one two three\nfour\n") > 0);
        file.close();
        Document document;
        ViewState state;
        Request request;
        request.model.random.d_model = 8;
        request.model.random.d_ff = 16;
        document.start(request);
        QTRY_VERIFY(document.snapshot());
        ScanDialog dialog(&document, &state);
        dialog.addFiles({file.fileName()});
        dialog.findChild<QPushButton*>("scanStart")->click();
        document.openRandom({8, 16, Init::Torch, 7}, {}); // other weights of the same size, meanwhile
        QTRY_VERIFY(!dialog.isBusy() && !document.isBusy());
        QVERIFY(dialog.findChild<QLabel*>("scanHeadline")->text().startsWith("4 tokens in 2 lines"));
        const TableView* table = dialog.findChild<TableView*>();
        QCOMPARE(table->view()->model()->rowCount(), 16);
        const ScanFindings now =
            scan_findings(run_scan(document.opened(), {{file.fileName().toStdString()}, {}}, {}),
                          *document.opened().model.model);
        const auto norm = std::ranges::find(now.table.columns, "output_norm") - now.table.columns.begin();
        const double shown = table->view()->model()->index(3, int(norm)).data(Qt::UserRole).toDouble();
        QVERIFY(shown > 0);
        QVERIFY(shown != now.table.rows[3][std::size_t(norm)].number);
    }

    void withoutTextsItSaysWhatToDo() {
        Document document;
        ViewState state;
        ScanDialog dialog(&document, &state);
        dialog.start();
        QVERIFY(dialog.findChild<QLabel*>("scanHeadline")->text().contains("text files"));
        QVERIFY(!dialog.isBusy());
    }
};

static const ffn::test::Case<TestScanDialog> kCase;

} // namespace ffn::ui

#include "tst_scan_dialog.moc"
