#include "ui/window/part_export.h"

#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/heat_map_view.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

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
