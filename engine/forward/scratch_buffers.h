#pragma once

#include "engine/core/tensor.h"

#include <memory>
#include <mutex>
#include <vector>

namespace ffn {

/// Buffers of one size for the threads that need one for a moment; given back, they are used again.
class ScratchBuffers {
  public:
    explicit ScratchBuffers(std::int64_t values) : m_values(values) {}

    /// Holds a buffer until it goes out of scope.
    class Lease {
      public:
        explicit Lease(ScratchBuffers& owner) : m_owner(owner), m_buffer(owner.take()) {}
        ~Lease() { m_owner.give_back(std::move(m_buffer)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        float* data() { return m_buffer.data(); }
        std::span<float> first(std::int64_t n) { return m_buffer.values().first(std::size_t(n)); }

      private:
        ScratchBuffers& m_owner;
        Tensor m_buffer;
    };

  private:
    Tensor take() {
        std::lock_guard lock(m_mutex);
        if (m_free.empty()) return Tensor::uninitialized({1, 1, m_values});
        Tensor buffer = std::move(m_free.back());
        m_free.pop_back();
        return buffer;
    }
    void give_back(Tensor buffer) {
        std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(buffer));
    }

    const std::int64_t m_values;
    std::mutex m_mutex;
    std::vector<Tensor> m_free;
};

} // namespace ffn
