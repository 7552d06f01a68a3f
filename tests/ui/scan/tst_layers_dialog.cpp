#include "ui/scan/layers_dialog.h"

#include "tests/test_case.h"
#include "ui/tables/table_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

namespace ffn::ui {

/// Every block of a file at one glance.
class TestLayersDialog : public QObject {
    Q_OBJECT
  private slots:
    void aDoubleClickOpensABlockAndLookingAroundDoesNot() {
        Document document;
        document.openFiles({QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors"});
        QTRY_VERIFY(document.snapshot());
        LayersDialog dialog(&document);
        dialog.show();
        dialog.start();
        auto* table = dialog.findChild<TableView*>();
        QTRY_COMPARE(table->view()->model()->rowCount(), 1);
        QSignalSpy chosen(&dialog, &LayersDialog::blockChosen);
        table->filter()->setText("no such block");
        table->filter()->clear();
        QTest::keyClick(table->view(), Qt::Key_Down);
        QCOMPARE(chosen.size(), 0);
        const QModelIndex first = table->view()->model()->index(0, 0);
        const QPoint middle = table->view()->visualRect(first).center();
        QTest::mouseClick(table->view()->viewport(), Qt::LeftButton, {}, middle);
        QCOMPARE(chosen.size(), 0);
        QTest::mouseDClick(table->view()->viewport(), Qt::LeftButton, {}, middle);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(),
                 QString::fromStdString(document.opened().model.listing.blocks[0].id));
    }

    void withoutBlocksItSaysSo() {
        Document document;
        document.start({});
        QTRY_VERIFY(document.snapshot());
        LayersDialog dialog(&document);
        dialog.start();
        QTRY_VERIFY(!dialog.isBusy());
        QVERIFY(dialog.findChild<QLabel*>("layersHeadline")->text().contains("weights"));
    }
};

static const ffn::test::Case<TestLayersDialog> kCase;

} // namespace ffn::ui

#include "tst_layers_dialog.moc"
