#include "engine/exports/csv_export.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <cmath>
#include <cstdlib>
#include <random>

using namespace ffn;

class TestCsvExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path() const { return m_folder.filePath("stage.csv").toStdString(); }

    QByteArray written(const Snapshot& snapshot, Stage stage, CsvLayout layout) {
        write_csv(snapshot, stage, path(), layout);
        return test::bytes_of(path());
    }

  private slots:
    void writes_what_an_independent_writer_writes_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("wide");
        for (const char* stage : {"input", "hidden", "output"}) {
            QTest::addRow("%s wide", stage) << stage << QStringLiteral("%1_wide.csv").arg(stage) << true;
            QTest::addRow("%s tidy", stage) << stage << QStringLiteral("%1_tidy.csv").arg(stage) << false;
        }
        QTest::newRow("statistic wide") << "norm_mean"
                                        << "norm_mean.csv" << true;
        QTest::newRow("statistic tidy") << "norm_mean"
                                        << "norm_mean.csv" << false;
    }
    void writes_what_an_independent_writer_writes() {
        QFETCH(QString, stage);
        QFETCH(QString, file);
        QFETCH(bool, wide);
        const auto text = written(*test::small_snapshot(), *stage_from_name(stage.toStdString()),
                                  wide ? CsvLayout::Wide : CsvLayout::Tidy);
        QCOMPARE(text, test::bytes_of(test::fixture(file.toStdString())));
    }

    void writes_the_shortest_text_of_hard_floats() {
        const auto cases = QJsonDocument::fromJson(test::bytes_of(test::fixture("hard_floats.json"))).array();
        QVERIFY(cases.size() > 400);
        std::vector<float> values;
        QByteArray wanted = "batch,position,token,0\n";
        for (const auto& value : cases) {
            const auto row = value.toArray();
            wanted += "0," + QByteArray::number(values.size()) + ",t," + row[1].toString().toLatin1() + '\n';
            values.push_back(std::bit_cast<float>(std::uint32_t(row[0].toInteger())));
        }
        QCOMPARE(written(test::snapshot_of(Stage::Input, values, 1), Stage::Input, CsvLayout::Wide), wanted);
    }

    // Enough lines for several waves of blocks, so that their order is tested too.
    void a_large_stage_reads_back_bit_for_bit_and_in_order() {
        constexpr std::int64_t kDim = 100;
        std::mt19937 bits(1);
        std::vector<float> values(std::size_t(kDim) * 12'345);
        for (float& value : values) {
            value = std::bit_cast<float>(std::uint32_t(bits()));
            if (std::isnan(value)) value = 0.0F; // a NaN's payload is not written
        }
        const auto text =
            written(test::snapshot_of(Stage::Hidden, values, kDim), Stage::Hidden, CsvLayout::Wide);
        std::vector<float> back;
        const char* at = text.constData() + text.indexOf('\n') + 1;
        for (std::int64_t line = 0; *at; ++line) {
            const QByteArray labels = "0," + QByteArray::number(line) + ",t";
            QVERIFY(QByteArrayView(at, labels.size()) == labels);
            at += labels.size();
            char* end = nullptr;
            for (; *at == ','; at = end)
                back.push_back(std::strtof(at + 1, &end));
            QCOMPARE(*at, '\n');
            ++at;
        }
        QVERIFY(test::same_bits(back, values));
    }

    void progress_counts_tokens() {
        std::vector<std::int64_t> seen;
        write_csv(*test::small_snapshot(), Stage::Input, path(), CsvLayout::Tidy,
                  {[&](std::int64_t done, std::int64_t total) {
                       seen = {done, total};
                   },
                   {}});
        QCOMPARE(seen, (std::vector<std::int64_t>{5, 5}));
    }
};

static const ffn::test::Case<TestCsvExport> kCase;
#include "tst_csv_export.moc"
