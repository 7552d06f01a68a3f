#include "engine/core/error.h"
#include "engine/core/value_memory.h"
#include "tests/test_case.h"

#include <QTest>

#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

namespace ffn {

namespace {

constexpr std::size_t kMiB = std::size_t(1) << 20, kMiBValues = kMiB / sizeof(float);

/// Under the address sanitizer nothing waits: it is to see each use of what was given back.
std::size_t waits(std::size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
    return 0 * bytes;
#else
    return bytes;
#endif
}

// A piece larger than all that may wait takes the place of what waits.
void let_nothing_wait() {
    give_back_values(take_values(kWaitingBytes / sizeof(float) + kMiBValues));
}

} // namespace

class TestValueMemory : public QObject {
    Q_OBJECT
  private slots:
    void init() { let_nothing_wait(); }
    void piecesAreAligned();
    void aPieceWaitsForTheNextOfAboutItsSize();
    void whatWaitsMakesRoom();
    void nothingWaitsBeyondTheLimit();
    void tooMuchIsAnError();
    void threadsMayTakeAndGiveBack();
};

void TestValueMemory::piecesAreAligned() {
    for (const std::size_t count :
         {std::size_t(0), std::size_t(1), std::size_t(1000), kMiBValues, 5 * kMiBValues + 3}) {
        float* const values = take_values(count);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(values) % 64, std::uintptr_t(0));
        if (count > 0) values[0] = values[count - 1] = 1;
        give_back_values(values);
    }
    give_back_values(nullptr);
}

void TestValueMemory::aPieceWaitsForTheNextOfAboutItsSize() {
    QCOMPARE(waiting_bytes(), std::size_t(0));
    give_back_values(take_values(16 * kMiBValues));
    QCOMPARE(waiting_bytes(), waits(16 * kMiB));
    float* const less = take_values(15 * kMiBValues); // of another size class
    QCOMPARE(waiting_bytes(), std::size_t(0));
    give_back_values(less);
    QCOMPARE(waiting_bytes(), waits(15 * kMiB));
    float* const same = take_values(15 * kMiBValues - 1000);
    QCOMPARE(waiting_bytes(), std::size_t(0));
    give_back_values(same);
    give_back_values(take_values(1000)); // malloc's own business
    QCOMPARE(waiting_bytes(), waits(15 * kMiB));
}

void TestValueMemory::whatWaitsMakesRoom() {
    std::vector<float*> pieces;
    for (int i = 0; i < 4; ++i)
        pieces.push_back(take_values(8 * kMiBValues));
    for (float* const values : pieces)
        give_back_values(values);
    QCOMPARE(waiting_bytes(), waits(32 * kMiB));
    float* const large = take_values(20 * kMiBValues); // three of the four make room for it
    QCOMPARE(waiting_bytes(), waits(8 * kMiB));
    give_back_values(large);
    QCOMPARE(waiting_bytes(), waits(28 * kMiB));
}

void TestValueMemory::nothingWaitsBeyondTheLimit() {
    std::vector<float*> pieces;
    for (int i = 0; i < 5; ++i)
        pieces.push_back(take_values(64 * kMiBValues));
    for (float* const values : pieces)
        give_back_values(values);
    QCOMPARE(waiting_bytes(), waits(kWaitingBytes));
    give_back_values(take_values(kWaitingBytes / sizeof(float) + 1));
    QCOMPARE(waiting_bytes(), std::size_t(0));
}

void TestValueMemory::tooMuchIsAnError() {
    QVERIFY_THROWS_EXCEPTION(Error, take_values(std::numeric_limits<std::size_t>::max() / 8 / sizeof(float)));
}

void TestValueMemory::threadsMayTakeAndGiveBack() {
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&wrong, t] {
            for (int i = 0; i < 200; ++i) {
                const std::size_t count = std::size_t(1 + i % 3) * kMiBValues;
                float* const values = take_values(count);
                values[0] = values[count - 1] = float(t);
                std::this_thread::yield();
                wrong += values[0] != float(t) || values[count - 1] != float(t);
                give_back_values(values);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

} // namespace ffn

static const ffn::test::Case<ffn::TestValueMemory> kCase;
#include "tst_value_memory.moc"
