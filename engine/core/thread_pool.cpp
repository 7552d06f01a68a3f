#include "engine/core/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <exception>

namespace ffn {

namespace {

void cpu_pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

constexpr int kSpins = 2000; // some tens of microseconds: what follows at once is taken up without sleeping

// Looks again and again for a moment before a thread goes to sleep: waking it costs more.
template <class F>
void spin_until(F ready) {
    for (int i = 0; i < kSpins && !ready(); ++i)
        cpu_pause();
}

} // namespace

struct ThreadPool::Loop {
    std::int64_t count;
    const std::function<void(std::int64_t)>& body;
    const Progress& progress;
    std::atomic<std::int64_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex{}; // guards done and error, and makes the reports come one at a time
    std::int64_t done = 0;
    std::exception_ptr error{};
};

ThreadPool::ThreadPool(int threads) {
    const int wanted = threads < 1 ? int(std::max(1u, std::thread::hardware_concurrency())) : threads;
    for (int i = 1; i < wanted; ++i)
        m_workers.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
    {
        std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    for (std::thread& t : m_workers)
        t.join();
}

void ThreadPool::drain(Loop& loop) {
    for (;;) {
        const std::int64_t block = loop.next.fetch_add(1);
        if (block >= loop.count || loop.failed) return;
        try {
            loop.progress.check();
            loop.body(block);
            std::lock_guard lock(loop.mutex);
            ++loop.done;
            if (loop.progress.report) loop.progress.report(loop.done, loop.count);
        } catch (...) {
            std::lock_guard lock(loop.mutex);
            if (!loop.error) loop.error = std::current_exception();
            loop.failed = true;
        }
    }
}

void ThreadPool::work() {
    std::uint64_t seen = 0;
    std::unique_lock lock(m_mutex);
    for (;;) {
        lock.unlock();
        spin_until([&] { return m_generation.load(std::memory_order_relaxed) != seen; });
        lock.lock();
        m_wake.wait(lock, [&] { return m_ending || (m_loop && m_generation != seen); });
        if (m_ending) return;
        seen = m_generation;
        Loop& loop = *m_loop;
        ++m_busy;
        lock.unlock();
        drain(loop);
        lock.lock();
        if (--m_busy == 0) m_idle.notify_one();
    }
}

void ThreadPool::for_each_block(std::int64_t count, const std::function<void(std::int64_t)>& body,
                                const Progress& progress) {
    Loop loop{count, body, progress};
    const bool shared = count > 1 && !m_workers.empty();
    if (shared) {
        {
            std::lock_guard lock(m_mutex);
            m_loop = &loop;
            ++m_generation;
        }
        m_wake.notify_all();
    }
    drain(loop);
    if (shared) {
        spin_until([&] { return m_busy.load(std::memory_order_relaxed) == 0; });
        std::unique_lock lock(m_mutex);
        m_loop = nullptr;
        m_idle.wait(lock, [&] { return m_busy == 0; });
    }
    if (loop.error) std::rethrow_exception(loop.error);
}

std::unique_ptr<ThreadPool> ThreadPools::take(int threads) {
    {
        std::lock_guard lock(m_mutex);
        if (m_waiting && m_waiting->threads() == threads) return std::move(m_waiting);
    }
    return std::make_unique<ThreadPool>(threads);
}

void ThreadPools::give_back(std::unique_ptr<ThreadPool> pool) {
    std::lock_guard lock(m_mutex);
    m_waiting.swap(pool); // the other one ends outside
}

} // namespace ffn
