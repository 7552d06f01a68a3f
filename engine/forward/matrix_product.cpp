#include "engine/forward/matrix_product.h"

#include "engine/core/error.h"
#include "engine/forward/cuda_pass.h"
#include "engine/forward/forward.h"
#include "engine/forward/kernels.h"

#include <algorithm>

namespace ffn {

namespace {

constexpr std::int64_t kTileValues = std::int64_t(1) << 19; // 2 MiB of weights
constexpr std::int64_t kWidestTile = 512;

} // namespace

// A multiple of a panel's columns, so that dense and sparse products share the tiles.
Tiling::Tiling(std::int64_t outputs, std::int64_t inputs) : m_outputs(outputs) {
    const std::int64_t fit = kTileValues / std::max<std::int64_t>(1, inputs) / kPanelColumns * kPanelColumns;
    m_columns = std::clamp(fit, kPanelColumns, kWidestTile);
}

std::vector<std::string> available_backends() {
    std::vector<std::string> names;
    if (const MatrixProduct* onednn = onednn_product()) names.emplace_back(onednn->name());
    names.emplace_back(eigen_product().name());
    if (cuda_works()) names.insert(names.end(), {"cuda", "cuda_tf32"});
    return names;
}

const MatrixProduct& matrix_product(std::string_view name) {
    const MatrixProduct* const onednn = onednn_product();
    if (onednn && (name == "auto" || name == onednn->name())) return *onednn;
    if (name == "auto" || name == eigen_product().name()) return eigen_product();
    std::string there = "auto";
    for (const std::string& backend : available_backends())
        there += ", " + backend;
    throw Error("there is no back end called \"" + std::string(name) +
                "\" in this program; there are: " + there);
}

} // namespace ffn
