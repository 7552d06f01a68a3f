#include "engine/forward/forward.h"
#include "engine/model/initializer.h"
#include "tests/test_case.h"
#include "ui/window/export_job.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

namespace {

SnapshotPtr small_snapshot() {
    FeedForwardConfig config;
    config.d_model = 8;
    config.d_ff = 16;
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(4, Token{"t", 0, 0, 1});
    return forward(random_feed_forward(config, Init::Torch, 0), tokens,
                   std::make_shared<Tensor>(random_normal({1, 4, 8}, 1)));
}

} // namespace

class TestExportJob : public QObject {
    Q_OBJECT
  private slots:
    void everyFileAskedForIsThere();
    void aFolderThatCannotBeMadeIsSaid();
    void anotherExportIsRefusedWhileOneRuns();
};

void TestExportJob::everyFileAskedForIsThere() {
    const QTemporaryDir folder;
    ExportRequest request;
    request.stages = {Stage::Hidden, Stage::NormMean};
    request.formats = {ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf,
                       ExportFormat::Csv, ExportFormat::Npy, ExportFormat::Safetensors};
    request.folder = folder.filePath("new/folder");
    ExportJob job;
    QSignalSpy finished(&job, &ExportJob::finished);
    job.start(small_snapshot(), request, {});
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    QCOMPARE(finished.first().first().toInt(), 11);
    QCOMPARE(QDir(request.folder).entryList(QDir::Files).size(), 11);
    for (const QString& file : request.files())
        QVERIFY2(QFile(file).size() > 0, qPrintable(file));
    QVERIFY(!QImage(request.folder + "/hidden.png").isNull());
}

void TestExportJob::aFolderThatCannotBeMadeIsSaid() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ExportRequest request;
    request.stages = {Stage::Hidden};
    request.folder = file.fileName() + "/below";
    ExportJob job;
    QSignalSpy failed(&job, &ExportJob::failed);
    job.start(small_snapshot(), request, {});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().toString().contains("below"));
}

void TestExportJob::anotherExportIsRefusedWhileOneRuns() {
    const QTemporaryDir folder;
    ExportRequest request;
    request.stages = {Stage::Hidden};
    request.formats = {ExportFormat::Csv, ExportFormat::Npy};
    request.folder = folder.filePath("first");
    ExportJob job;
    QSignalSpy finished(&job, &ExportJob::finished), failed(&job, &ExportJob::failed);
    job.start(small_snapshot(), request, {});
    ExportRequest second = request;
    second.folder = folder.filePath("second");
    job.start(small_snapshot(), second, {});
    QCOMPARE(failed.size(), 1);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(QDir(request.folder).entryList(QDir::Files).size(), 2);
    QVERIFY(!QDir(second.folder).exists());
}

static const test::Case<TestExportJob> kCase;

} // namespace ffn::ui

#include "tst_export_job.moc"
