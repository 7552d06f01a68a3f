#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace ffn::test;

class TestStopSignal : public QObject {
    Q_OBJECT
  private slots:
    void a_signal_ends_a_run_that_waits_data();
    void a_signal_ends_a_run_that_waits();
};

void TestStopSignal::a_signal_ends_a_run_that_waits_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("terminate") << SIGTERM;
}

void TestStopSignal::a_signal_ends_a_run_that_waits() {
    QFETCH(int, signal);
    QTemporaryDir dir;
    const QString fifo = dir.filePath("fifo"), out = dir.filePath("out/deep");
    QCOMPARE(::mkfifo(fifo.toUtf8().constData(), 0600), 0); // nobody writes: reading it never ends
    QProcess process;
    process.setEnvironment(quietEnvironment());
    process.start(programPath(), {"run", "--random", "--d-model", "8", "--d-ff", "8", "--text", "a",
                                  "--tokenizer", fifo, "--out", out, "--formats", "npy"});
    QTRY_VERIFY_WITH_TIMEOUT(QDir(out).exists(), 60'000); // made once signals are listened to
    ::kill(pid_t(process.processId()), signal);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QCOMPARE(process.readAllStandardError(), QByteArray("ffnscope: error: stopped\n"));
    QVERIFY(!QDir(dir.filePath("out")).exists());
}

static const ffn::test::Case<TestStopSignal> kCase;
#include "tst_stop_signal.moc"
