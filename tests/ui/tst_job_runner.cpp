#include "ui/job_runner.h"

#include "tests/test_case.h"

#include <QSignalSpy>
#include <QTest>

namespace ffn::ui {

/// One lane of background work.
class TestJobRunner : public QObject {
    Q_OBJECT
  private slots:
    // Work may be done before `start` returns: then, too, the answer comes later.
    void answersComeThroughTheEventLoop() {
        JobRunner runner;
        QSignalSpy failed(&runner, &JobRunner::failed);
        int answers = 0;
        for (int i = 0; i < 500; ++i) {
            runner.start<int>([i](const Progress&) { return i; }, [&](int) { ++answers; });
            runner.start<int>([](const Progress&) -> int { throw Error("no"); }, [](int) {});
            QCOMPARE(answers, 0);
            QCOMPARE(failed.size(), 0);
        }
        QTRY_VERIFY(!runner.busy());
        QCOMPARE(answers, 0); // each was dropped for a newer one
        QCOMPARE(failed.size(), 1);
    }

    void whatIsStoppedIsSaidToBe() {
        JobRunner runner;
        QSignalSpy stopped(&runner, &JobRunner::stopped), failed(&runner, &JobRunner::failed);
        const auto endless = [](const Progress& progress) -> int {
            for (;;)
                progress.check();
        };
        runner.start<int>(endless, [](int) { QFAIL("a result of what never ends"); });
        runner.stop();
        QTRY_COMPARE(stopped.size(), 1);
        QVERIFY(!runner.busy());
        QCOMPARE(failed.size(), 0);
    }
};

static const ffn::test::Case<TestJobRunner> kCase;

} // namespace ffn::ui

#include "tst_job_runner.moc"
