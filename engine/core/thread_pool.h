#pragma once

#include "engine/core/progress.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ffn {

/// A fixed set of threads that share out the blocks of one loop at a time; the caller is one of them.
///
/// One loop runs at a time: a pool belongs to one computation and is not shared between jobs.
class ThreadPool {
  public:
    /// `threads` < 1 means the machine's cores.
    explicit ThreadPool(int threads = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return int(m_workers.size()) + 1; }

    /// Calls `body(block)` for every block in 0 … count−1, in any order, and waits for all.
    ///
    /// Before each block the stop token is looked at; after each the progress is told. The first exception of
    /// a block ends the loop and is thrown here; a raised stop token throws Stopped.
    void for_each_block(std::int64_t count, const std::function<void(std::int64_t)>& body,
                        const Progress& progress = {});

  private:
    struct Loop;
    void work();
    static void drain(Loop& loop);

    std::atomic<std::uint64_t> m_generation{0}; ///< changed under the mutex
    std::vector<std::thread> m_workers;
    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    Loop* m_loop = nullptr;
    std::atomic<int> m_busy{0}; ///< changed under the mutex
    bool m_ending = false;
};

/// Pools that wait for the next computation instead of being started for each.
class ThreadPools {
  public:
    /// Holds a pool until it goes out of scope.
    class Lease {
      public:
        Lease(ThreadPools& owner, int threads) : m_owner(owner), m_pool(owner.take(threads)) {}
        ~Lease() { m_owner.give_back(std::move(m_pool)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ThreadPool& operator*() const { return *m_pool; }
        ThreadPool* operator->() const { return m_pool.get(); }

      private:
        ThreadPools& m_owner;
        std::unique_ptr<ThreadPool> m_pool;
    };

  private:
    std::unique_ptr<ThreadPool> take(int threads);
    void give_back(std::unique_ptr<ThreadPool> pool);

    std::mutex m_mutex;
    std::unique_ptr<ThreadPool> m_waiting; ///< one is enough: a second computation at a time is rare
};

} // namespace ffn
