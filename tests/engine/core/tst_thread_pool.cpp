#include "engine/core/error.h"
#include "engine/core/thread_pool.h"
#include "tests/test_case.h"

#include <QTest>

#include <atomic>
#include <set>
#include <stdexcept>

namespace ffn {

class TestThreadPool : public QObject {
    Q_OBJECT
  private slots:
    void everyBlockIsDoneOnce_data();
    void everyBlockIsDoneOnce();
    void theFirstFaultEndsTheLoop();
    void stopEndsTheLoop();
    void aLentPoolIsLentAgain();
    void twoComputationsAtATimeHaveTwoPools();
};

void TestThreadPool::everyBlockIsDoneOnce_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("blocks");
    for (const int threads : {1, 2, 5})
        for (const int blocks : {0, 1, 3, 1000})
            QTest::addRow("%d threads, %d blocks", threads, blocks) << threads << blocks;
}

void TestThreadPool::everyBlockIsDoneOnce() {
    QFETCH(int, threads);
    QFETCH(int, blocks);
    ThreadPool pool(threads);
    QCOMPARE(pool.threads(), threads);
    for (int loop = 0; loop < 20; ++loop) { // right after each other, and after a pause
        std::vector<std::atomic<int>> done(static_cast<std::size_t>(blocks));
        pool.for_each_block(blocks, [&](std::int64_t b) { ++done[std::size_t(b)]; });
        for (const auto& times : done)
            QCOMPARE(times.load(), 1);
        if (loop % 5 == 0) QTest::qSleep(2); // longer than a waiting thread looks around
    }
}

void TestThreadPool::theFirstFaultEndsTheLoop() {
    ThreadPool pool(2);
    std::atomic<int> begun{0};
    const auto fail = [&](std::int64_t b) {
        ++begun;
        if (b == 3) throw std::runtime_error("block 3");
    };
    QVERIFY_EXCEPTION_THROWN(pool.for_each_block(1'000'000, fail), std::runtime_error);
    QVERIFY(begun < 1'000'000);
    std::atomic<int> after{0};
    pool.for_each_block(10, [&](std::int64_t) { ++after; });
    QCOMPARE(after.load(), 10);
}

void TestThreadPool::stopEndsTheLoop() {
    ThreadPool pool(2);
    std::stop_source stop;
    const auto body = [&](std::int64_t b) {
        if (b == 5) stop.request_stop();
    };
    QVERIFY_EXCEPTION_THROWN(pool.for_each_block(1'000'000, body, {{}, stop.get_token()}), Stopped);
}

void TestThreadPool::aLentPoolIsLentAgain() {
    ThreadPools pools;
    const ThreadPool* first = nullptr;
    {
        const ThreadPools::Lease lease(pools, 2);
        first = &*lease;
    }
    const ThreadPools::Lease again(pools, 2);
    QCOMPARE(&*again, first);
}

void TestThreadPool::twoComputationsAtATimeHaveTwoPools() {
    ThreadPools pools;
    const ThreadPools::Lease a(pools, 2), b(pools, 2), other(pools, 3);
    QVERIFY(&*a != &*b);
    QCOMPARE(other->threads(), 3);
}

} // namespace ffn

static const ffn::test::Case<ffn::TestThreadPool> kCase;
#include "tst_thread_pool.moc"
