#include "engine/forward/kernels.h"
#include "engine/forward/weight_tile.h"

namespace ffn {

namespace {

class EigenMatrix final : public PreparedMatrix {
  public:
    EigenMatrix(const WeightMatrix& w, bool keep)
        : PreparedMatrix(w), m_keep(keep), m_buffers(tiling().columns(0) * w.dim()) {}

    void multiply(const Rows& in, std::int64_t tile, const Rows& out) const override {
        constexpr std::int64_t kFewRows = 4; // Eigen packs the weights at each call
        if (in.count <= (m_keep ? kFewRows : kRowsWorthPacking))
            return multiply_unpacked(*this, in, tile, out);
        const WeightTile w(*this, tile, m_buffers);
        kernels().product(in.data, in.stride, in.count, w.data(), weights().dim(), tiling().columns(tile),
                          out.data, out.stride);
    }

  private:
    const bool m_keep;
    mutable ScratchBuffers m_buffers;
};

class EigenProduct final : public MatrixProduct {
  public:
    std::string_view name() const override { return "eigen"; }
    std::shared_ptr<const PreparedMatrix> prepare(const WeightMatrix& w, bool keep) const override {
        return std::make_shared<EigenMatrix>(w, keep);
    }
};

} // namespace

const MatrixProduct& eigen_product() {
    static const EigenProduct kEigen;
    return kEigen;
}

} // namespace ffn
