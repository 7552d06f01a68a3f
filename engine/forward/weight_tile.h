#pragma once

#include "engine/forward/matrix_product.h"
#include "engine/forward/scratch_buffers.h"

namespace ffn {

/// The weights of one tile as float32: where they lie, or widened from half values into a buffer.
class WeightTile {
  public:
    WeightTile(const PreparedMatrix& matrix, std::int64_t tile, ScratchBuffers& buffers);
    const float* data() const { return m_data; }

  private:
    std::optional<ScratchBuffers::Lease> m_buffer;
    const float* m_data;
};

/// Rows up to this many wait for the weights, not for the arithmetic: copying would only read them twice.
inline constexpr std::int64_t kFewRows = 16;

/// The product of a few rows straight from the weights as they lie, half values widened piece by piece.
void multiply_few_rows(const PreparedMatrix& matrix, const Rows& in, std::int64_t tile, const Rows& out);

} // namespace ffn
