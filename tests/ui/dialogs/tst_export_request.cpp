#include "tests/test_case.h"
#include "ui/dialogs/export_request.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ffn;
using namespace ffn::ui;

class TestExportRequest : public QObject {
    Q_OBJECT
  private slots:
    void namesOneFileForAStageAndFormatAndOneSnapshot();
    void findsTheFilesThatAreThere();
};

void TestExportRequest::namesOneFileForAStageAndFormatAndOneSnapshot() {
    ExportRequest r;
    r.folder = "/somewhere";
    r.stages = {Stage::Hidden, Stage::Output};
    r.formats = {ExportFormat::Png, ExportFormat::Npy, ExportFormat::Safetensors};
    QCOMPARE(r.files(),
             (QStringList{"/somewhere/hidden.png", "/somewhere/hidden.npy", "/somewhere/output.png",
                          "/somewhere/output.npy", "/somewhere/snapshot.safetensors"}));
    r.stages.clear();
    QCOMPARE(r.files(), QStringList());
}

void TestExportRequest::findsTheFilesThatAreThere() {
    QTemporaryDir folder;
    QFile file(folder.filePath("output.csv"));
    QVERIFY(file.open(QFile::WriteOnly));
    ExportRequest r;
    r.folder = folder.path();
    r.stages = {Stage::Hidden, Stage::Output};
    QCOMPARE(r.existingFiles(), QStringList{folder.filePath("output.csv")});
}

static const ffn::test::Case<TestExportRequest> kCase;
#include "tst_export_request.moc"
