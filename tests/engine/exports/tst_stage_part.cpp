#include "engine/exports/csv_export.h"
#include "engine/exports/npy_export.h"
#include "engine/formats/tensor_archive.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <QTemporaryDir>

using namespace ffn;

/// Parts of a stage, in an order of their own.
class TestStagePart : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    // Rows of 3 and 2 tokens, so row 5 is padding.
    static StagePart part() { return {Stage::Hidden, {4, 0, 5, 1}, {5, 2}}; }

  private slots:
    void csvHasTheTrueNumbersInThePartsOrder() {
        const auto snapshot = test::small_snapshot();
        write_csv(*snapshot, part(), path("part.csv"), CsvLayout::Wide);
        const QList<QByteArray> lines = test::bytes_of(path("part.csv")).split('\n');
        QCOMPARE(lines.size(), 5); // header, three real tokens, the end
        QCOMPARE(lines[0], QByteArray("batch,position,token,5,2"));
        QVERIFY(lines[1].startsWith("1,1,"));
        QVERIFY(lines[2].startsWith("0,0,"));
        QVERIFY(lines[3].startsWith("0,1,"));
        const Tensor& hidden = snapshot->stage(Stage::Hidden);
        QCOMPARE(lines[1].split(',').last().toFloat(), hidden.at(4, 2));
        QCOMPARE(lines[3].split(',')[lines[3].split(',').size() - 2].toFloat(), hidden.at(1, 5));
        write_csv(*snapshot, part(), path("tidy.csv"), CsvLayout::Tidy);
        QCOMPARE(test::bytes_of(path("tidy.csv")).count('\n'), 1 + 3 * 2);
    }

    void theWholeStageIsTheSameAsBefore() {
        const auto snapshot = test::small_snapshot();
        write_csv(*snapshot, whole_stage(*snapshot, Stage::Hidden), path("whole.csv"), CsvLayout::Wide);
        QCOMPARE(test::bytes_of(path("whole.csv")), test::bytes_of(test::fixture("hidden_wide.csv")));
    }

    void npyIsAMatrixWithATableOfLabels() {
        const auto snapshot = test::small_snapshot();
        write_npy(*snapshot, part(), path("part.npy"), path("part_labels.csv"));
        const auto archive = open_archive(path("part.npy"));
        QCOMPARE(archive->tensors().size(), 1u);
        QCOMPARE(archive->tensors()[0].shape, (std::vector<std::int64_t>{4, 2}));
        const Tensor read = archive->read(0);
        const Tensor& hidden = snapshot->stage(Stage::Hidden);
        for (std::int64_t r = 0; r < 4; ++r)
            for (std::int64_t u = 0; u < 2; ++u)
                QCOMPARE(read.at(r, u), hidden.at(part().rows[std::size_t(r)], part().units[std::size_t(u)]));
        const QList<QByteArray> labels = test::bytes_of(path("part_labels.csv")).split('\n');
        QCOMPARE(labels[0], QByteArray("axis,index,number,batch,position,token"));
        QVERIFY(labels[1].startsWith("row,0,4,1,1,"));
        QCOMPARE(labels[3], QByteArray("row,2,5,1,2,")); // padding has no token
        QCOMPARE(labels[6], QByteArray("column,1,2,,,"));
    }

    void tabsSeparateForTheClipboard() {
        Snapshot snapshot = test::snapshot_of(Stage::Input, {1, 2.5f, -3, 4}, 2);
        auto tokens = std::make_shared<TokenBatch>(*snapshot.tokens);
        tokens->rows[0][1].text = "a\tb, \"c\"";
        snapshot.tokens = tokens;
        QCOMPARE(
            tab_separated(snapshot, {Stage::Input, {1, 0}, {1, 0}}),
            std::string("batch\tposition\ttoken\t1\t0\n0\t1\t\"a\tb, \"\"c\"\"\"\t4\t-3\n0\t0\tt\t2.5\t1\n"));
    }
};

static const ffn::test::Case<TestStagePart> kCase;
#include "tst_stage_part.moc"
