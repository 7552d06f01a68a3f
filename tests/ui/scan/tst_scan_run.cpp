#include "ui/scan/scan_run.h"

#include "engine/analysis/unit_norms.h"
#include "engine/core/error.h"
#include "engine/exports/scan_file.h"
#include "tests/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

namespace {

Opened small() {
    Request request;
    request.model.random.d_model = 8;
    request.model.random.d_ff = 16;
    request.input.texts = {"one two three"};
    return fulfil(request, {}, {});
}

} // namespace

/// A scan of the window, which a command line could go on with.
class TestScanRun : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyTokenIsCounted() {
        const Opened opened = small();
        const CorpusScan scan = run_scan(opened, {{text("a.txt", "one two three\n\nfour\n")}, {}}, {});
        QCOMPARE(scan.tokens_seen, 4);
        QCOMPARE(scan.sequences_seen, 2);
        const ScanFindings found = scan_findings(scan, *opened.model.model);
        QCOMPARE(found.tokens, 4);
        QCOMPARE(found.table.rows.size(), 16);
        // The norms are those of the block that was scanned.
        const auto column =
            std::ranges::find(found.table.columns, "output_norm") - found.table.columns.begin();
        QCOMPARE(found.table.rows[5][std::size_t(column)].number, unit_norms(*opened.model.model).output[5]);
    }

    void theSubjectNamesTheTokeniserInUse() {
        const CorpusScan scan = run_scan(small(), {{text("a.txt", "one\n")}, {}}, {});
        QCOMPARE(scan.subject.tokenizer, std::string("words")); // nothing was asked for
        QCOMPARE(scan.subject.positions, std::string("none"));
    }

    void whatIsKeptIsGoneOnWith() {
        const Opened opened = small();
        const std::string a = text("a.txt", "one two\n"), b = text("b.txt", "three\n");
        const std::string kept = m_folder->filePath("kept.json").toStdString();
        run_scan(opened, {{a}, kept}, {});
        run_scan(opened, {{b}, kept}, {});
        QCOMPARE(read_scan(kept).tokens_seen, 3);
        QCOMPARE(read_scan(kept).files.size(), 2);
    }

    void aKeptFileThatChangedIsRefused() {
        const Opened opened = small();
        const std::string kept = m_folder->filePath("kept.json").toStdString();
        run_scan(opened, {{text("a.txt", "one two\n")}, kept}, {});
        const std::string longer = text("a.txt", "one two\nthree\n");
        QVERIFY_THROWS_EXCEPTION(Error, run_scan(opened, {{longer}, kept}, {}));
    }

  private:
    std::string text(const char* name, const QByteArray& words) const {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(words) != words.size()) qFatal("cannot write");
        return file.fileName().toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const ffn::test::Case<TestScanRun> kCase;

} // namespace ffn::ui

#include "tst_scan_run.moc"
