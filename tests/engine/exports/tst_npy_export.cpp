#include "engine/exports/npy_export.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <QTemporaryDir>
#include <cstring>

using namespace ffn;

class TestNpyExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path() const { return m_folder.filePath("stage.npy").toStdString(); }

  private slots:
    void has_the_header_that_the_format_asks_for_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<QByteArray>("shape");
        QTest::newRow("stage") << "input" << QByteArray("(2, 3, 4)");
        QTest::newRow("statistic") << "norm_mean" << QByteArray("(2, 3)");
    }
    void has_the_header_that_the_format_asks_for() {
        QFETCH(QString, stage);
        QFETCH(QByteArray, shape);
        const auto snapshot = test::small_snapshot();
        const Stage which = *stage_from_name(stage.toStdString());
        write_npy(*snapshot, which, path());
        const QByteArray file = test::bytes_of(path());
        QCOMPARE(file.left(8), QByteArray("\x93NUMPY\x01\x00", 8));
        const auto length = qsizetype(uchar(file[8])) + 256 * qsizetype(uchar(file[9]));
        QCOMPARE((10 + length) % 64, qsizetype(0));
        QCOMPARE(file[9 + length], '\n');
        QCOMPARE(file.mid(10, length).trimmed(),
                 QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }"));
        const auto values = snapshot->stage(which).values();
        QCOMPARE(std::size_t(file.size() - 10 - length), values.size_bytes());
        QCOMPARE(std::memcmp(file.constData() + 10 + length, values.data(), values.size_bytes()), 0);
    }

    void our_own_reader_opens_it() {
        const auto snapshot = test::small_snapshot();
        write_npy(*snapshot, Stage::Output, path());
        const auto archive = open_archive(path());
        QVERIFY(archive->tensors().at(0).shape == (std::vector<std::int64_t>{2, 3, 4}));
        QVERIFY(test::same_bits(archive->read(0).values(), snapshot->stage(Stage::Output).values()));
    }

    // More values than are written in one piece.
    void a_large_stage_is_whole() {
        std::vector<float> values(std::size_t(3) << 20);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = float(i);
        const auto snapshot = test::snapshot_of(Stage::Hidden, values, 3);
        std::vector<std::int64_t> done;
        write_npy(snapshot, Stage::Hidden, path(),
                  {[&](std::int64_t n, std::int64_t) { done.push_back(n); }, {}});
        QVERIFY(done.size() > 1 && std::ranges::is_sorted(done) &&
                done.back() == std::int64_t(values.size()));
        QVERIFY(test::same_bits(open_archive(path())->read(0).values(), values));
    }
};

static const ffn::test::Case<TestNpyExport> kCase;
#include "tst_npy_export.moc"
