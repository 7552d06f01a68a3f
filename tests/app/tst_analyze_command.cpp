#include "tests/app/program.h"
#include "tests/test_case.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace ffn::test;

class TestAnalyzeCommand : public QObject {
    Q_OBJECT
  private slots:
    void writesEveryTable();
    void tellsTheDefaultsInAList();
    void comparesWithASnapshot();
    void comparesTwoBlocks();
    void namesTheWordsThatAnEditTakes();
    void layersAreOfEveryBlock();
    void wrongWordsAreRefused_data();
    void wrongWordsAreRefused();
    void filesAreNotOverwritten();

  private:
    const QStringList m_pass{"--random", "--d-model", "16", "--d-ff", "64", "--text", "the cat saw the dog"};
    QTemporaryDir m_folder;
};

namespace {

// Rows of a CSV without quotes.
QList<QByteArrayList> rows(const QByteArray& csv) {
    QList<QByteArrayList> all;
    for (const QByteArray& line : csv.trimmed().split('\n'))
        all.append(line.split(','));
    return all;
}

} // namespace

void TestAnalyzeCommand::writesEveryTable() {
    const QString out = m_folder.filePath("all");
    const Outcome run = ffnscope(
        QStringList{"analyze"} + m_pass +
        QStringList{"--ablate", "3", "--cell", "output:0,2,5", "--out", out, "--formats", "csv,json"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.err.isEmpty());
    const QStringList expected{"alignment",  "cell",     "census",    "compare",   "differences",
                               "gains",      "kinds",    "nonfinite", "norm",      "numerics",
                               "outliers",   "residual", "savings",   "sequences", "sparsity",
                               "top_tokens", "union",    "waterfall", "writers"};
    QStringList names;
    for (const QString& file : QDir(out).entryList({"*.csv"}, QDir::Files, QDir::Name))
        names.append(file.chopped(4));
    QCOMPARE(names, expected);
    for (const QString& name : names) {
        const auto json = QJsonDocument::fromJson(readFile(out + "/" + name + ".json")).object();
        QCOMPARE(json["table"].toString(), name);
        QCOMPARE(json["rows"].toArray().size() + 1, rows(readFile(out + "/" + name + ".csv")).size());
    }
    const auto census = rows(readFile(out + "/census.csv"));
    QCOMPARE(census.size(), 65);
    QCOMPARE(census[4][1], QByteArray("dead so far")); // the ablated one
    // The rows of a cell add up to what the stage holds, but for rounding.
    double sum = 0, value = 0;
    for (const auto& row : rows(readFile(out + "/cell.csv")).mid(1)) {
        if (row[0] == "value") value = row[6].toDouble();
        if (row[0] != "value" && row[0] != "sum") sum += row[6].toDouble();
    }
    QVERIFY(value != 0);
    QVERIFY(qAbs(sum - value) < 1e-6);
}

void TestAnalyzeCommand::tellsTheDefaultsInAList() {
    const Outcome run =
        ffnscope(QStringList{"analyze"} + m_pass + QStringList{"--tables", "union,kinds", "--json"});
    QCOMPARE(run.status, 0);
    const QJsonArray tables = QJsonDocument::fromJson(run.out).array();
    QCOMPARE(tables.size(), 2);
    QCOMPARE(tables[0].toObject()["table"].toString(), QString("union"));
    QCOMPARE(tables[0].toObject()["rows"].toArray().size(), 5);
    QCOMPARE(tables[1].toObject()["rows"].toArray()[0].toObject()["tokens_seen"].toInt(), 5);
}

void TestAnalyzeCommand::comparesWithASnapshot() {
    const QString out = m_folder.filePath("other");
    QCOMPARE(ffnscope({"run", "--random", "--d-model", "16", "--d-ff", "64", "--text", "the dog saw the cat",
                       "--out", out, "--formats", "safetensors"})
                 .status,
             0);
    const Outcome run = ffnscope(
        QStringList{"analyze"} + m_pass +
        QStringList{"--tables", "compare,alignment", "--against", out + "/snapshot.safetensors", "--json"});
    QVERIFY2(run.status == 0, run.err);
    const QJsonArray tables = QJsonDocument::fromJson(run.out).array();
    const QJsonObject input = tables[0].toObject()["rows"].toArray()[0].toObject();
    QCOMPARE(input["stage"].toString(), QString("input"));
    QCOMPARE(input["differing"].toInt(), 32); // "cat" and "dog" changed places, the others are the same
    QCOMPARE(tables[1].toObject()["rows"].toArray()[1].toObject()["a_token"].toString(), QString("dog"));
}

void TestAnalyzeCommand::comparesTwoBlocks() {
    const QString out = m_folder.filePath("block");
    const QStringList blocks{"--weights", QString(FFNSCOPE_FIXTURES) + "/hub/bert/model.safetensors",
                             "--text", "the cat saw"};
    QCOMPARE(ffnscope(QStringList{"run", "--block", "1", "--out", out, "--formats", "safetensors"} + blocks)
                 .status,
             0);
    const QStringList compare =
        QStringList{"analyze", "--block", "0", "--tables", "compare,differences", "--json"} + blocks;
    const Outcome block = ffnscope(compare + QStringList{"--against-block", "1"}),
                  file = ffnscope(compare + QStringList{"--against", out + "/snapshot.safetensors"});
    QVERIFY2(block.status == 0, block.err);
    QVERIFY2(file.status == 0, file.err);
    QCOMPARE(block.out, file.out);
    const auto stages = QJsonDocument::fromJson(block.out).array()[0].toObject()["rows"].toArray();
    QCOMPARE(stages[0].toObject()["differing"].toInt(), 0); // the input
    QVERIFY(stages[1].toObject()["differing"].toInt() > 0);
    QVERIFY(ffnscope(compare + QStringList{"--against-block", "9"}).complains("9"));
    QCOMPARE(ffnscope(compare + QStringList{"--against-block", "1", "--against", "x"}).status, 2);
}

// The engine's own test compares the numbers with a plain softmax.
void TestAnalyzeCommand::namesTheWordsThatAnEditTakes() {
    const QString demo = QString(FFNSCOPE_SOURCE_DIR) + "/resources/demo/demo.safetensors";
    const Outcome run = ffnscope({"analyze", "--weights", demo, "--text", "this package", "--ablate", "315",
                                  "--tables", "words", "--top", "3", "--json"});
    QVERIFY2(run.status == 0, run.err);
    const QJsonArray words = QJsonDocument::fromJson(run.out).array()[0].toObject()["rows"].toArray();
    QCOMPARE(words.size(), 6); // unit 315 fires on "this" alone
    for (int i = 0; i < 6; ++i) {
        const QJsonObject word = words[i].toObject();
        QCOMPARE(word["token"].toString(), QString("this"));
        QCOMPARE(word["direction"].toString(), QString(i < 3 ? "lost" : "gained"));
        QCOMPARE(word["rank"].toInt(), 1 + i % 3);
        const double change = word["probability_after"].toDouble() - word["probability_before"].toDouble();
        QVERIFY(i < 3 ? change < 0 : change > 0);
    }
    QCOMPARE(words[0].toObject()["word"].toString(), QString("package"));
}

void TestAnalyzeCommand::layersAreOfEveryBlock() {
    const QString demo = QString(FFNSCOPE_SOURCE_DIR) + "/resources/demo/demo.safetensors";
    const Outcome run =
        ffnscope({"analyze", "--weights", demo, "--block", "0", "--tables", "layers", "--json"});
    QVERIFY2(run.status == 0, run.err);
    const QJsonArray layers = QJsonDocument::fromJson(run.out).array()[0].toObject()["rows"].toArray();
    QVERIFY(layers.size() >= 1);
    for (const auto& each : layers) {
        const QJsonObject layer = each.toObject();
        int units = 0;
        for (const char* kind : {"dead_so_far", "always_on", "one_token", "position", "rare", "other"})
            units += layer[kind].toInt();
        QCOMPARE(units, layer["d_ff"].toInt());
    }
}

void TestAnalyzeCommand::wrongWordsAreRefused_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("table") << QStringList{"--tables", "nonsense", "--json"} << 2
                           << QByteArray("none of all, sparsity");
    QTest::newRow("no cell") << QStringList{"--tables", "cell", "--json"} << 1
                             << QByteArray("say which with --cell");
    QTest::newRow("cell") << QStringList{"--cell", "output:0,1", "--json"} << 2 << QByteArray("is no cell");
    QTest::newRow("stage") << QStringList{"--cell", "outputs:0,1,2", "--json"} << 2
                           << QByteArray("none of input");
    QTest::newRow("no token") << QStringList{"--cell", "output:0,9,2", "--json"} << 1
                              << QByteArray("there is no token 9 in row 0");
    QTest::newRow("no unit") << QStringList{"--cell", "output:0,1,16", "--json"} << 1
                             << QByteArray("has units 0 to 15");
    QTest::newRow("nothing to compare")
        << QStringList{"--tables", "compare", "--json"} << 1 << QByteArray("nothing to compare with");
    QTest::newRow("no words") << QStringList{"--tables", "words", "--ablate", "3", "--json"} << 1
                              << QByteArray("the model's own embeddings");
    QTest::newRow("nowhere") << QStringList{} << 2 << QByteArray("say where the results go");
    QTest::newRow("format") << QStringList{"--out", "x", "--formats", "png"} << 2
                            << QByteArray("none of csv, json");
    QTest::newRow("threshold") << QStringList{"--active-above", "-1", "--json"} << 2
                               << QByteArray("give a number of at least 0");
}

void TestAnalyzeCommand::wrongWordsAreRefused() {
    QFETCH(QStringList, words);
    QFETCH(int, status);
    QFETCH(QByteArray, complaint);
    const Outcome run = ffnscope(QStringList{"analyze"} + m_pass + words);
    QCOMPARE(run.status, status);
    QVERIFY2(run.complains(complaint), run.err);
    QVERIFY(run.out.isEmpty());
}

void TestAnalyzeCommand::filesAreNotOverwritten() {
    const QString out = m_folder.filePath("twice");
    const QStringList words =
        QStringList{"analyze"} + m_pass + QStringList{"--tables", "union", "--out", out};
    QCOMPARE(ffnscope(words).status, 0);
    QVERIFY(ffnscope(words).complains("is there already"));
    QCOMPARE(ffnscope(words + QStringList{"--force"}).status, 0);
}

static const ffn::test::Case<TestAnalyzeCommand> kCase;
#include "tst_analyze_command.moc"
