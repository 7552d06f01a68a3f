#include "engine/core/value_memory.h"

#include "engine/core/error.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <deque>
#include <malloc.h>
#include <mutex>
#include <new>
#include <string>
#include <sys/mman.h>
#include <unordered_map>

namespace ffn {

namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLarge = std::size_t(256) << 10;      // below, malloc itself keeps what it gets back
constexpr std::size_t kAddressSpace = std::size_t(1) << 47; // that a process has
constexpr std::size_t kHugePage = std::size_t(2) << 20;     // a five-hundredth of the page faults

// Sizes are multiples of this, up to an eighth more than asked for, so that a few rows more or less find the
// same pieces. Pages never touched cost nothing.
std::size_t step(std::size_t bytes) {
    return bytes < kLarge || bytes > kWaitingBytes ? kAlignment : std::bit_floor(bytes) / 8;
}

std::size_t rounded(std::size_t bytes) {
    return (std::max<std::size_t>(bytes, 1) + step(bytes) - 1) / step(bytes) * step(bytes);
}

float* allocate(std::size_t bytes) {
    const std::size_t alignment = bytes < kHugePage ? kAlignment : kHugePage;
    void* p = nullptr;
    if (bytes > kAddressSpace || ::posix_memalign(&p, alignment, bytes) != 0)
        throw Error("not enough memory for " + std::to_string(bytes >> 20) + " MiB of values");
    if (alignment == kHugePage) ::madvise(p, bytes, MADV_HUGEPAGE); // a wish: refusing it harms nothing
    return static_cast<float*>(p);
}

/// Large pieces: those in use, with their sizes, and those that wait, the one that waits longest first.
class LargeMemory {
  public:
    /// A piece that waited, or a fresh one for which so much of what waits was given back to the system.
    float* take(std::size_t bytes) {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::find(m_waiting, bytes, &Piece::bytes);
        float* values = nullptr;
        if (found != m_waiting.end()) {
            values = found->values;
            m_bytes -= bytes;
            m_waiting.erase(found);
        } else {
            make_room(m_bytes - std::min(m_bytes, bytes));
            values = allocate(bytes);
        }
        try {
            m_used.emplace(values, bytes);
        } catch (const std::bad_alloc&) { // then it does not wait when it is given back
        }
        return values;
    }

    void give_back(float* values) {
        const std::lock_guard lock(m_mutex);
        const auto found = m_used.find(values);
        const std::size_t bytes = found == m_used.end() ? 0 : found->second;
        if (found != m_used.end()) m_used.erase(found);
        if (bytes == 0 || bytes > kWaitingBytes) return std::free(values);
        make_room(kWaitingBytes - bytes);
        try {
            m_waiting.push_back({values, bytes});
        } catch (const std::bad_alloc&) {
            return std::free(values);
        }
        m_bytes += bytes;
    }

    std::size_t waiting_bytes() {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }

  private:
    struct Piece {
        float* values;
        std::size_t bytes;
    };

    void make_room(std::size_t left) {
        while (m_bytes > left) {
            std::free(m_waiting.front().values);
            m_bytes -= m_waiting.front().bytes;
            m_waiting.pop_front();
        }
    }

    std::mutex m_mutex;
    std::unordered_map<float*, std::size_t> m_used;
    std::deque<Piece> m_waiting;
    std::size_t m_bytes = 0; ///< of those that wait
};

// Never destroyed: tensors that are static give back after everything else has ended.
LargeMemory& large_memory() {
    static LargeMemory& kMemory = *new LargeMemory;
    return kMemory;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kWaits = false; // the sanitizer is to see every use of what was given back
#else
constexpr bool kWaits = true;
#endif

} // namespace

float* take_values(std::size_t count) {
    const std::size_t bytes = rounded(count * sizeof(float));
    return kWaits && bytes >= kLarge ? large_memory().take(bytes) : allocate(bytes);
}

std::size_t waiting_bytes() {
    return large_memory().waiting_bytes();
}

void give_back_values(float* values) noexcept {
    if (kWaits && values && ::malloc_usable_size(values) >= kLarge)
        large_memory().give_back(values);
    else
        std::free(values);
}

} // namespace ffn
