#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace ffn::test;

/// Everything that depends on files: one clear sentence, status 1, and nothing left behind.
class TestBadInput : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void a_bad_file_is_one_sentence_and_status_1_data();
    void a_bad_file_is_one_sentence_and_status_1();
    void a_folder_that_cannot_be_written_is_found_before_the_weights_are_read();
    void a_control_character_in_a_file_name_stays_on_one_line();
    void the_window_opens_all_files_or_none_data();
    void the_window_opens_all_files_or_none();
    void a_window_without_a_display_is_one_sentence();
    void a_name_that_is_too_long_is_said_plainly_data();
    void a_name_that_is_too_long_is_said_plainly();

  private:
    QString path(const QString& name) const { return m_dir.filePath(name); }
    void write(const QString& name, const std::vector<NamedTensor>& tensors) {
        writeFile(path(name), safetensors(tensors));
    }
    QTemporaryDir m_dir;
};

void TestBadInput::initTestCase() {
    write("good", tutorialBlock());
    writeFile(path("truncated"), safetensors(tutorialBlock()).chopped(4));
    writeFile(path("lying"), safetensors(tutorialBlock()).replace("[48,64]", "[48,99]"));
    writeFile(path("dtype"), safetensors(tutorialBlock()).replace("F32", "Q77"));
    writeFile(path("rubbish"), "these are no weights at all");
    writeFile(path("empty"), "");
    std::vector<NamedTensor> tensors = tutorialBlock();
    tensors[2] = {"conv2.weight", {3, 5, 1}, std::vector<float>(15, 0.f)};
    write("shape", tensors);
    tensors = tutorialBlock();
    tensors.erase(tensors.begin() + 2); // conv2.weight
    write("missing", tensors);
    tensors = tutorialBlock("a.");
    for (const NamedTensor& tensor : tutorialBlock("b."))
        tensors.push_back(tensor);
    write("two", tensors);
    writeFile(path("words"), "x\ny\n");
    writeFile(path("pieces"), "[PAD]\nun\n##able\n");
    writeFile(path("tokenizer.json"), R"({"model":{"type":"BPE"}})");
    writeFile(path("x.npy"), npy({1, 2, 5}, std::vector<float>(10, 1.f)));
    writeFile(path("broken.npy"), npy({1, 2, 3}, std::vector<float>(6, 1.f)).chopped(3));
    writeFile(path("bad.csv"), "1,2,3\n1,two,3\n");
    QVERIFY(QDir().mkpath(path("folder")));
}

void TestBadInput::a_bad_file_is_one_sentence_and_status_1_data() {
    QTest::addColumn<QStringList>("arguments"); // a leading @ stands for a file of the test's folder
    QTest::addColumn<QByteArray>("part");
    const auto weights = [](const char* name, const QString& file, const QByteArray& part) {
        QTest::newRow(name) << QStringList{"--weights", file, "--ids", "1", "--embedding", "random"} << part;
    };
    const auto feed = [](const char* name, const QStringList& input, const QByteArray& part) {
        QTest::newRow(name) << QStringList{"--weights", "@good"} + input << part;
    };
    weights("no such file", "@nowhere", "nowhere");
    weights("truncated", "@truncated", "truncated");
    weights("lying about its size", "@lying", "lying");
    weights("unknown dtype", "@dtype", "Q77");
    weights("no weight file", "@rubbish", "rubbish");
    weights("empty file", "@empty", "empty");
    weights("shape that does not fit", "@shape", "conv2.weight");
    weights("missing tensor", "@missing", "missing");
    weights("two blocks, none chosen", "@two", "--block");
    QTest::newRow("no such block") << QStringList{"--weights", "@two", "--block", "7", "--ids", "1"}
                                   << QByteArray("7");
    feed("no text of its own", {}, "--text");
    feed("empty text", {"--text", ""}, "text 1");
    feed("blank text in a batch", {"--text", "a", "--text", " "}, "text 2");
    feed("id outside the vocabulary", {"--ids", "5", "--tokenizer", "@words"}, "5");
    feed("word outside the vocabulary", {"--text", "x z", "--tokenizer", "@words"}, "z");
    feed("no tokeniser", {"--text", "x", "--tokenizer", "@nowhere"}, "bytes");
    feed("WordPiece", {"--text", "x", "--tokenizer", "@pieces"}, "WordPiece");
    feed("tokenizer.json", {"--text", "x", "--tokenizer", "@tokenizer.json"}, "tokenizer.json");
    feed("folder as tokeniser", {"--text", "x", "--tokenizer", "@folder"}, "words");
    feed("no embedding file", {"--text", "x", "--embedding", "@nowhere"}, "nowhere");
    feed("embedding that does not fit", {"--text", "x", "--embedding", "@good:conv1.bias"}, "conv1.bias");
    feed("states of another width", {"--input", "@x.npy"}, "5");
    feed("truncated states", {"--input", "@broken.npy"}, "broken.npy");
    feed("text in a table", {"--input", "@bad.csv"}, "two");
    feed("unit outside d_ff", {"--ids", "1", "--ablate", "4"}, "4");
    feed("scaled unit outside d_ff", {"--ids", "1", "--scale", "9=1"}, "9");
    feed("stage that the block lacks", {"--ids", "1", "--stages", "gate"}, "gate");
    feed("back end that is absent", {"--ids", "1", "--backend", "cuda"}, "eigen");
    feed("memory", {"--ids", "1", "--memory-limit", "0.00000001"}, "memory");
    QTest::newRow("random weights beyond the memory")
        << QStringList{"--random", "--d-model", "10000000", "--d-ff", "10000000", "--ids", "1"}
        << QByteArray("memory");
}

void TestBadInput::a_bad_file_is_one_sentence_and_status_1() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, part);
    for (QString& word : arguments)
        if (word.startsWith('@')) word = path(word.mid(1));
    const QString out = path("out/deep");
    const Outcome outcome = ffnscope(QStringList{"run", "--out", out, "--formats", "npy"} + arguments);
    QVERIFY2(outcome.complains(part), outcome.err);
    QCOMPARE(outcome.status, arguments.size() == 2 ? 2 : 1); // no input at all is the command line's fault
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY(!QDir(path("out")).exists());
}

void TestBadInput::a_folder_that_cannot_be_written_is_found_before_the_weights_are_read() {
    // No permission keeps the superuser out, but nobody makes a file in /proc; a file is no folder either.
    for (const QString& out : {QString("/proc"), QString("/proc/deeper"), path("good")}) {
        const Outcome outcome =
            ffnscope({"run", "--weights", path("nowhere"), "--ids", "1", "--out", out, "--formats", "npy"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.complains(out.toUtf8()), outcome.err);
        QVERIFY(!outcome.err.contains("nowhere"));
    }
}

void TestBadInput::a_control_character_in_a_file_name_stays_on_one_line() {
    const Outcome outcome = ffnscope({"inspect", path("no\nsuch\x1b[2Jfile")});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.complains("no such?[2Jfile"), outcome.err);
}

void TestBadInput::the_window_opens_all_files_or_none_data() {
    QTest::addColumn<QStringList>("files");
    QTest::newRow("a path") << QStringList{path("nowhere/model.safetensors")};
    QTest::newRow("after a good one") << QStringList{path("good"), path("nowhere/model.safetensors")};
}

void TestBadInput::the_window_opens_all_files_or_none() {
    QFETCH(QStringList, files);
    const Outcome outcome = ffnscope(files + QStringList{"--screenshot", path("never.png")});
    QVERIFY2(outcome.complains(path("nowhere/model.safetensors").toUtf8() + ": there is no such file"),
             outcome.err);
    QCOMPARE(outcome.status, 1);
    QVERIFY(!QFile::exists(path("never.png")));
}

void TestBadInput::a_window_without_a_display_is_one_sentence() {
    const Outcome outcome = ffnscope({path("good")});
    QVERIFY2(outcome.complains("there is no display"), outcome.err);
    QVERIFY2(outcome.complains("ffnscope run") && outcome.complains("--screenshot"), outcome.err);
    QCOMPARE(outcome.status, 1);
}

void TestBadInput::a_name_that_is_too_long_is_said_plainly_data() {
    QTest::addColumn<QStringList>("arguments"); // %1: a name longer than any file system takes
    const QStringList run{"run", "--random", "--d-model", "4", "--d-ff", "4"};
    QTest::newRow("weights") << QStringList{"run", "--weights", "%1", "--text", "a", "--json"};
    QTest::newRow("inspect") << QStringList{"inspect", "%1"};
    QTest::newRow("input") << run + QStringList{"--json", "--input", "%1"};
    QTest::newRow("embedding") << run + QStringList{"--json", "--text", "a", "--embedding", "%1"};
    QTest::newRow("tokeniser") << run + QStringList{"--json", "--text", "a", "--tokenizer", "%1"};
    QTest::newRow("out") << run + QStringList{"--text", "a", "--out", "%1"};
    QTest::newRow("out, deeper") << run + QStringList{"--text", "a", "--out", "%1/deep"};
    QTest::newRow("analyze") << QStringList{"analyze", "--random", "--text", "a", "--out", "%1"};
    QTest::newRow("against") << QStringList{"analyze", "--random",  "--text", "a",
                                            "--json",  "--against", "%1"};
    QTest::newRow("scan") << QStringList{"scan", "--random", "%1", "--out", "o.json"};
    QTest::newRow("scan out") << QStringList{"scan", "--random", "@", "--out", "%1"};
    QTest::newRow("scan resumed") << QStringList{"scan", "--random", "@", "--out", "%1", "--resume"};
    QTest::newRow("merge") << QStringList{"merge", "%1", "--out", "o.json"};
}

void TestBadInput::a_name_that_is_too_long_is_said_plainly() {
    QFETCH(QStringList, arguments);
    for (QString& word : arguments)
        word = word == "@" ? path("words") : word.replace("%1", path(QString(300, 'n')));
    const Outcome outcome = ffnscope(arguments);
    QVERIFY2(outcome.complains(QByteArray(300, 'n')), outcome.err);
    QVERIFY2(!outcome.err.contains("filesystem"), outcome.err);
    QCOMPARE(outcome.status, 1);
}

static const ffn::test::Case<TestBadInput> kCase;
#include "tst_bad_input.moc"
