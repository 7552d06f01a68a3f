#include "engine/forward/kernels.h"
#include "engine/forward/weight_tile.h"

namespace ffn {

namespace {

/// Eigen packs the weights anew at each call: there is nothing to keep.
class EigenMatrix final : public PreparedMatrix {
  public:
    explicit EigenMatrix(const WeightMatrix& w)
        : PreparedMatrix(w), m_buffers(tiling().columns(0) * w.dim()) {}

    void multiply(const Rows& in, std::int64_t tile, const Rows& out) const override {
        if (in.count <= kFewRows) return multiply_few_rows(*this, in, tile, out);
        const WeightTile w(*this, tile, m_buffers);
        kernels().product(in.data, in.stride, in.count, w.data(), weights().dim(), tiling().columns(tile),
                          out.data, out.stride);
    }

  private:
    mutable ScratchBuffers m_buffers;
};

class EigenProduct final : public MatrixProduct {
  public:
    std::string_view name() const override { return "eigen"; }
    std::shared_ptr<const PreparedMatrix> prepare(const WeightMatrix& w, bool) const override {
        return std::make_shared<EigenMatrix>(w);
    }
};

} // namespace

const MatrixProduct& eigen_product() {
    static const EigenProduct kEigen;
    return kEigen;
}

} // namespace ffn
