#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace ffn::test;

/// The files of `run`: their names, that they are whole, and that none is lost.
class TestRunOutput : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void each_stage_and_format_is_one_file();
    void the_default_formats_are_csv_and_png();
    void csv_reads_back_to_the_same_floats_data();
    void csv_reads_back_to_the_same_floats();
    void the_snapshot_opens_as_tensors();
    void pictures_need_no_display_and_are_what_they_say();
    void the_scale_enlarges_a_png();
    void existing_files_stop_the_run_before_anything_is_written();
    void force_overwrites();

  private:
    Outcome run(const QStringList& more) const {
        return ffnscope(QStringList{"run", "--weights", m_model, "--input", m_input, "--out", m_out} + more);
    }
    QStringList files() const {
        return QDir(m_out).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_model, m_input, m_out;
};

void TestRunOutput::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    m_model = m_dir->filePath("model.safetensors");
    m_input = m_dir->filePath("input.npy");
    m_out = m_dir->filePath("made/on/the/way");
    writeFile(m_model, safetensors(tutorialBlock()));
    writeFile(m_input, npy({1, 3, 3}, tutorialInput()));
}

void TestRunOutput::each_stage_and_format_is_one_file() {
    const Outcome outcome = run({"--stages", "output,hidden", "--formats", "csv,npy,svg"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(files(), (QStringList{"hidden.csv", "hidden.npy", "hidden.svg", "output.csv", "output.npy",
                                   "output.svg"}));
}

void TestRunOutput::the_default_formats_are_csv_and_png() {
    QCOMPARE(run({"--stages", "norm_mean"}).status, 0);
    QCOMPARE(files(), (QStringList{"norm_mean.csv", "norm_mean.png"}));
}

void TestRunOutput::csv_reads_back_to_the_same_floats_data() {
    QTest::addColumn<QString>("layout");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("wide") << "wide" << QByteArray("batch,position,token,0,1,2");
    QTest::newRow("tidy") << "tidy" << QByteArray("batch,position,token,unit,value");
}

void TestRunOutput::csv_reads_back_to_the_same_floats() {
    QFETCH(QString, layout);
    QFETCH(QByteArray, header);
    QCOMPARE(run({"--stages", "output", "--formats", "csv,npy", "--csv-layout", layout}).status, 0);
    QList<QByteArray> lines = readFile(m_out + "/output.csv").split('\n');
    QCOMPARE(lines.takeFirst(), header);
    std::vector<float> values;
    for (const QByteArray& line : lines) {
        const QList<QByteArray> cells = line.split(',');
        for (qsizetype i = layout == "wide" ? 3 : 4; i < cells.size(); ++i)
            values.push_back(cells[i].toFloat());
    }
    QCOMPARE(values, npyValues(readFile(m_out + "/output.npy")));
}

void TestRunOutput::the_snapshot_opens_as_tensors() {
    QCOMPARE(run({"--formats", "safetensors", "--stages", "input,hidden"}).status, 0);
    QCOMPARE(files(), QStringList{"snapshot.safetensors"});
    const QJsonObject json = ffnscope({"inspect", m_out + "/snapshot.safetensors", "--json"}).json();
    QStringList names;
    for (const QJsonValue& tensor : json["tensors"].toArray())
        names.append(tensor["name"].toString());
    names.sort();
    QCOMPARE(names, (QStringList{"hidden", "input"}));
}

void TestRunOutput::pictures_need_no_display_and_are_what_they_say() {
    const Outcome outcome =
        run({"--stages", "hidden", "--formats", "png,svg,pdf", "--colormap", "cividis", "--range", "-1:1"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY(readFile(m_out + "/hidden.png").startsWith("\x89PNG\r\n"));
    QVERIFY(readFile(m_out + "/hidden.svg").contains("<svg"));
    QVERIFY(readFile(m_out + "/hidden.pdf").startsWith("%PDF-"));
    QCOMPARE(outcome.err, QByteArray());
}

void TestRunOutput::the_scale_enlarges_a_png() {
    // Width and height are big-endian words at bytes 16 and 20 of a PNG.
    const auto size = [&](const QString& scale) {
        if (run({"--stages", "hidden", "--formats", "png", "--force", "--scale", scale}).status != 0)
            return QByteArray();
        return readFile(m_out + "/hidden.png").mid(16, 8);
    };
    const auto word = [](const QByteArray& bytes, int at) {
        return (uchar(bytes[at]) << 24) + (uchar(bytes[at + 1]) << 16) + (uchar(bytes[at + 2]) << 8) +
               uchar(bytes[at + 3]);
    };
    const QByteArray one = size("1"), three = size("3");
    QCOMPARE(one.size(), 8);
    QCOMPARE(word(three, 0), 3 * word(one, 0));
    QCOMPARE(word(three, 4), 3 * word(one, 4));
}

void TestRunOutput::existing_files_stop_the_run_before_anything_is_written() {
    QVERIFY(QDir().mkpath(m_out));
    writeFile(m_out + "/output.npy", "mine");
    const Outcome outcome = run({"--formats", "npy"});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.complains("--force"), outcome.err);
    QCOMPARE(files(), QStringList{"output.npy"});
    QCOMPARE(readFile(m_out + "/output.npy"), QByteArray("mine"));
}

void TestRunOutput::force_overwrites() {
    QVERIFY(QDir().mkpath(m_out));
    writeFile(m_out + "/output.npy", "mine");
    QCOMPARE(run({"--formats", "npy", "--stages", "output", "--force"}).status, 0);
    QCOMPARE(npyValues(readFile(m_out + "/output.npy")).size(), std::size_t(9));
    QCOMPARE(files(), QStringList{"output.npy"});
}

static const ffn::test::Case<TestRunOutput> kCase;
#include "tst_run_output.moc"
