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

// What was asked for when the piece was allocated: malloc gives some bytes more, but less than a step.
std::size_t size_of(float* values) {
    const std::size_t bytes = ::malloc_usable_size(values);
    return bytes / step(bytes) * step(bytes);
}

float* allocate(std::size_t bytes) {
    const std::size_t alignment = bytes < kHugePage ? kAlignment : kHugePage;
    void* p = nullptr;
    if (bytes > kAddressSpace || ::posix_memalign(&p, alignment, bytes) != 0)
        throw Error("not enough memory for " + std::to_string(bytes >> 20) + " MiB of values");
    if (alignment == kHugePage) ::madvise(p, bytes, MADV_HUGEPAGE); // a wish: refusing it harms nothing
    return static_cast<float*>(p);
}

/// Pieces that wait, the one that waits longest first.
class WaitingMemory {
  public:
    /// A piece of so many bytes; null if none waits, after so much has been given back to the system.
    float* take(std::size_t bytes) {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::find(m_pieces, bytes, &Piece::bytes);
        if (found == m_pieces.end()) {
            make_room(m_bytes - std::min(m_bytes, bytes));
            return nullptr;
        }
        float* const values = found->values;
        m_bytes -= bytes;
        m_pieces.erase(found);
        return values;
    }

    void give_back(float* values, std::size_t bytes) {
        const std::lock_guard lock(m_mutex);
        if (bytes > kWaitingBytes) return std::free(values);
        make_room(kWaitingBytes - bytes);
        try {
            m_pieces.push_back({values, bytes});
        } catch (const std::bad_alloc&) {
            return std::free(values);
        }
        m_bytes += bytes;
    }

    std::size_t bytes() {
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
            std::free(m_pieces.front().values);
            m_bytes -= m_pieces.front().bytes;
            m_pieces.pop_front();
        }
    }

    std::mutex m_mutex;
    std::deque<Piece> m_pieces;
    std::size_t m_bytes = 0;
};

// Never destroyed: tensors that are static give back after everything else has ended.
WaitingMemory& waiting() {
    static WaitingMemory& kWaiting = *new WaitingMemory;
    return kWaiting;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kWaits = false; // the sanitizer is to see every use of what was given back
#else
constexpr bool kWaits = true;
#endif

} // namespace

float* take_values(std::size_t count) {
    const std::size_t bytes = rounded(count * sizeof(float));
    if (kWaits && bytes >= kLarge)
        if (float* const values = waiting().take(bytes)) return values;
    return allocate(bytes);
}

std::size_t waiting_bytes() {
    return waiting().bytes();
}

void give_back_values(float* values) noexcept {
    const std::size_t bytes = values ? size_of(values) : 0;
    if (kWaits && bytes >= kLarge)
        waiting().give_back(values, bytes);
    else
        std::free(values);
}

} // namespace ffn
