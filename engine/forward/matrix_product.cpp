#include "engine/forward/matrix_product.h"

#include "engine/core/error.h"
#include "engine/forward/forward.h"

namespace ffn {

namespace {

class EigenProduct final : public MatrixProduct {
  public:
    std::string_view name() const override { return "eigen"; }

    void multiply(const Rows& in, const Tensor& w, std::int64_t first, std::int64_t count,
                  const Rows& out) const override {
        using Strided = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;
        const Strided x(in.data, in.count, w.dim(), Eigen::OuterStride<>(in.stride));
        const ConstMatrixMap rows(w.data() + first * w.dim(), count, w.dim());
        Strided y(out.data + first, out.count, count, Eigen::OuterStride<>(out.stride));
        y.noalias() = x * rows.transpose();
    }
};

} // namespace

std::vector<std::string> available_backends() {
    return {"eigen"};
}

const MatrixProduct& matrix_product(std::string_view name) {
    static const EigenProduct kEigen;
    if (name == "auto" || name == kEigen.name()) return kEigen;
    std::string there = "auto";
    for (const std::string& backend : available_backends())
        there += ", " + backend;
    throw Error("there is no back end called \"" + std::string(name) +
                "\" in this program; there are: " + there);
}

} // namespace ffn
