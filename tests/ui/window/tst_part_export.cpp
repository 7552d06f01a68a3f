#include "ui/window/part_export.h"

#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/heat_map_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QImage>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace ffn::ui {

namespace {

struct Shown {
    ViewState state;
    HeatMapView view{&state};
    QWidget window;
    PartExport part{&view, &window};

    explicit Shown(SnapshotPtr snapshot) {
        view.resize(800, 500);
        view.show();
        view.setSnapshot(std::move(snapshot));
        QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    }
    void wait() {
        QVERIFY(QTest::qWaitFor([&] { return !part.isBusy(); }));
    }
};

SnapshotPtr small() {
    auto snapshot = fixture::snapshotOf({{"The", "quick", "fox"}});
    fixture::addStage(*snapshot, Stage::Hidden, 9, fixture::mixed);
    return snapshot;
}

/// Types a name into the file dialog to come, and answers the question that follows it.
void answerSaving(const QString& file, bool yes, int& asked) {
    QTimer::singleShot(0, [file, yes, &asked] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        dialog->findChild<QLineEdit*>("fileNameEdit")->setText(file);
        QTimer::singleShot(0, [yes, &asked] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            if (!box) return;
            ++asked;
            box->button(yes ? QMessageBox::Yes : QMessageBox::No)->click();
        });
        QMetaObject::invokeMethod(dialog, "accept");
    });
}

QByteArray contents(const QString& file) {
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
}

} // namespace

class TestPartExport : public QObject {
    Q_OBJECT
  private slots:
    void numbersOfTheMarkedCellsAreCopied() {
        Shown s(small());
        s.view.mark({1, 4, 2, 2});
        s.part.copyNumbers();
        s.wait();
        const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
        QCOMPARE(lines[0], QString("batch\tposition\ttoken\t4\t5"));
        QCOMPARE(lines.size(), 4);
        const QStringList fox = lines[2].split('\t');
        QCOMPARE(fox[2], QString("fox"));
        QCOMPARE(fox[3].toFloat(), fixture::mixed(2, 4));
        QCOMPARE(fox[4].toFloat(), fixture::mixed(2, 5));
    }

    void aPictureIsCopiedAsPngAndSvg() {
        Shown s(small());
        s.part.copyPicture();
        s.wait();
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->hasImage());
        QVERIFY(qvariant_cast<QImage>(data->imageData()).width() > 400);
        QVERIFY(data->data("image/svg+xml").contains("<svg"));
    }

    void theEndingSaysWhatIsWritten_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("begins");
        QTest::addColumn<int>("files");
        QTest::newRow("png") << "png" << QByteArray("\x89PNG") << 1;
        QTest::newRow("svg") << "svg" << QByteArray("<?xml") << 1;
        QTest::newRow("pdf") << "PDF" << QByteArray("%PDF") << 1;
        QTest::newRow("csv") << "csv" << QByteArray("batch,position,token,0,1") << 1;
        QTest::newRow("npy") << "npy" << QByteArray("\x93NUMPY") << 2;
    }
    void theEndingSaysWhatIsWritten() {
        QFETCH(QString, ending);
        QFETCH(QByteArray, begins);
        Shown s(small());
        const QTemporaryDir folder;
        s.part.saveAs(folder.filePath("hidden." + ending));
        s.wait();
        QVERIFY(contents(folder.filePath("hidden." + ending)).startsWith(begins));
        QTEST(int(QDir(folder.path()).entryList(QDir::Files).size()), "files");
    }

    void theDialogsNameIsCompletedAndNothingIsWrittenOverUnasked_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("there");
        QTest::addColumn<bool>("over");
        QTest::newRow("ending added, kept") << "hidden"
                                            << "hidden.png" << false;
        QTest::newRow("ending added, replaced") << "hidden"
                                                << "hidden.png" << true;
        QTest::newRow("labels kept") << "hidden.npy"
                                     << "hidden_labels.csv" << false;
        QTest::newRow("labels replaced") << "hidden.npy"
                                         << "hidden_labels.csv" << true;
    }
    void theDialogsNameIsCompletedAndNothingIsWrittenOverUnasked() {
        QFETCH(QString, typed);
        QFETCH(QString, there);
        QFETCH(bool, over);
        Shown s(small());
        const QTemporaryDir folder;
        QFile old(folder.filePath(there));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        int asked = 0;
        answerSaving(folder.filePath(typed), over, asked);
        s.part.save();
        s.wait();
        QCOMPARE(asked, 1);
        QCOMPARE(contents(old.fileName()) == "old", !over);
        QCOMPARE(int(QDir(folder.path()).entryList(QDir::Files).size()),
                 over && typed.endsWith("npy") ? 2 : 1);
    }

    void anotherOneIsRefusedWhileOneIsMade() {
        Shown s(small());
        QSignalSpy failed(&s.part, &PartExport::failed), said(&s.part, &PartExport::said);
        const QTemporaryDir folder;
        s.part.saveAs(folder.filePath("hidden.csv"));
        s.part.copyNumbers();
        s.part.copyPicture();
        s.part.saveAs(folder.filePath("hidden.npy"));
        QCOMPARE(failed.size(), 3);
        s.wait();
        QCOMPARE(said.size(), 1);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("hidden.csv"));
    }

    void whatCannotBeWrittenIsSaid() {
        Shown s(small());
        QSignalSpy failed(&s.part, &PartExport::failed);
        const QTemporaryDir folder;
        s.part.saveAs(folder.filePath("hidden.bmp"));
        s.wait();
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(".npy"));
        s.part.saveAs(folder.filePath("none/hidden.png"));
        s.wait();
        QCOMPARE(failed.size(), 2);
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
    }
};

static const ffn::test::Case<TestPartExport> kCase;

} // namespace ffn::ui

#include "tst_part_export.moc"
