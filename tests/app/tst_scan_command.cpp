#include "tests/app/program.h"
#include "tests/test_case.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <random>

using namespace ffn::test;

class TestScanCommand : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void shardsMergeToTheWhole();
    void interruptedScansGoOn();
    void unlikeScansAreRefused();
    void wrongWordsAreRefused_data();
    void wrongWordsAreRefused();

  private:
    QString path(const char* name) const { return m_folder->filePath(name); }
    QStringList scan(const QStringList& more) const {
        return QStringList{"scan", "--random", "--d-model", "16", "--d-ff", "48"} + more;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestScanCommand::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    std::mt19937 random(1);
    for (const char* name : {"a.txt", "b.txt"}) {
        QByteArray text;
        for (int line = 0; line < 300; ++line) {
            for (unsigned i = random() % 20; i > 0; --i)
                text += "word" + QByteArray::number(unsigned(random() % 50)) + ' ';
            text += '\n';
        }
        writeFile(path(name), text);
    }
}

void TestScanCommand::shardsMergeToTheWhole() {
    const QString a = path("a.txt"), b = path("b.txt");
    const Outcome whole = ffnscope(scan({a, b, "--out", path("whole.json"), "--csv", path("whole.csv")}));
    QVERIFY2(whole.status == 0, whole.err);
    QVERIFY(whole.out.contains("of 2 files"));
    QCOMPARE(ffnscope(scan({a, "--out", path("a.json"), "--threads", "1"})).status, 0);
    QCOMPARE(ffnscope(scan({b, "--out", path("b.json"), "--chunk", "100"})).status, 0);
    const Outcome merged = ffnscope({"merge", path("b.json"), path("a.json"), "--out", path("sum.json")});
    QVERIFY2(merged.status == 0, merged.err);
    QCOMPARE(readFile(path("sum.json")), readFile(path("whole.json"))); // to the byte
    const auto json = QJsonDocument::fromJson(readFile(path("whole.json"))).object();
    QVERIFY(json["tokens_seen"].toInt() > 4000);
    QCOMPARE(readFile(path("whole.csv")).count('\n'), 49);
}

void TestScanCommand::interruptedScansGoOn() {
    const QString a = path("a.txt"), b = path("b.txt"), out = path("state.json");
    // A first part, as an interrupted scan leaves it: everything of one file, nothing of the other.
    QCOMPARE(ffnscope(scan({a, "--out", out})).status, 0);
    QVERIFY(ffnscope(scan({a, b, "--out", out})).complains("--resume goes on with it"));
    const Outcome resumed = ffnscope(scan({a, b, "--out", out, "--resume"}));
    QVERIFY2(resumed.status == 0, resumed.err);
    QCOMPARE(ffnscope(scan({a, b, "--out", path("whole.json")})).status, 0);
    QCOMPARE(readFile(out), readFile(path("whole.json")));

    // Ctrl-C in the middle of a large file: what was saved last is whole, and can be gone on with.
    const QString large = path("large.txt"), state = path("large.json");
    writeFile(large, readFile(a).repeated(40));
    QProcess process;
    process.setEnvironment(quietEnvironment());
    process.start(programPath(), scan({large, "--out", state, "--chunk", "1000", "--threads", "1"}));
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(state) || process.state() == QProcess::NotRunning, 30'000);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    const auto saved = QJsonDocument::fromJson(readFile(state)).object();
    QVERIFY(saved["tokens_seen"].toInt() >= 1000);
    QCOMPARE(ffnscope(scan({large, "--out", state, "--resume"})).status, 0);
    QCOMPARE(ffnscope(scan({large, "--out", path("at-once.json")})).status, 0);
    QCOMPARE(readFile(state), readFile(path("at-once.json")));
}

void TestScanCommand::unlikeScansAreRefused() {
    const QString a = path("a.txt"), b = path("b.txt");
    QCOMPARE(ffnscope(scan({a, "--out", path("a.json")})).status, 0);
    QCOMPARE(ffnscope(scan({b, "--out", path("b.json"), "--seed", "1"})).status, 0);
    QVERIFY(ffnscope({"merge", path("a.json"), path("b.json"), "--out", path("sum.json")})
                .complains("different weights or edits"));
    QVERIFY(ffnscope({"merge", path("a.json"), path("a.json"), "--out", path("sum.json")})
                .complains("would count twice"));
    QVERIFY(ffnscope(scan({a, "--out", path("a.json"), "--resume", "--seed", "1"}))
                .complains("was begun with another model or edit"));
    QVERIFY(ffnscope(scan({b, "--out", path("a.json"), "--resume"})).complains("not among the files given"));
    writeFile(a, readFile(a) + "one more\n");
    QVERIFY(ffnscope(scan({a, "--out", path("a.json"), "--resume"})).complains("not as long as it was"));
    QVERIFY(!QFile::exists(path("sum.json")));
}

void TestScanCommand::wrongWordsAreRefused_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("no file") << QStringList{"--out", "x.json"} << 2 << QByteArray("FILE is required");
    QTest::newRow("no out") << QStringList{"a.txt"} << 2 << QByteArray("--out is required");
    QTest::newRow("absent") << QStringList{"absent.txt", "--out", "x.json"} << 1
                            << QByteArray("cannot be opened");
    QTest::newRow("folder") << QStringList{".", "--out", "x.json"} << 1 << QByteArray("is a folder");
    QTest::newRow("twice") << QStringList{"a", "a", "--out", "x.json"} << 1
                           << QByteArray("would count twice");
    QTest::newRow("both") << QStringList{"a", "--out", "x.json", "--resume", "--force"} << 2
                          << QByteArray("give one of them");
    QTest::newRow("one file for both")
        << QStringList{"a", "--out", "x.json", "--csv", "./x.json"} << 2 << QByteArray("name the same file");
    QTest::newRow("text") << QStringList{"a", "--out", "x.json", "--text", "b"} << 2 << QByteArray("--text");
}

void TestScanCommand::wrongWordsAreRefused() {
    QFETCH(QStringList, words);
    QFETCH(int, status);
    QFETCH(QByteArray, complaint);
    const Outcome run = ffnscope(scan(words));
    QVERIFY2(run.status == status, run.err);
    QVERIFY2(run.complains(complaint), run.err);
}

static const ffn::test::Case<TestScanCommand> kCase;
#include "tst_scan_command.moc"
