#include "engine/analysis/unit_norms.h"

#include <cmath>

namespace ffn {

namespace {

std::vector<double> row_norms(const WeightMatrix& matrix) {
    std::vector<double> norms;
    std::vector<float> buffer;
    for (std::int64_t r = 0; r < matrix.rows(); ++r) {
        double squares = 0;
        for (const float w : matrix.row(r, buffer))
            squares += double(w) * w;
        norms.push_back(std::sqrt(squares));
    }
    return norms;
}

// Row by row, as the matrix lies in memory.
std::vector<double> column_norms(const WeightMatrix& matrix) {
    std::vector<double> norms(std::size_t(matrix.dim()));
    std::vector<float> buffer;
    for (std::int64_t r = 0; r < matrix.rows(); ++r) {
        const auto row = matrix.row(r, buffer);
        for (std::size_t c = 0; c < norms.size(); ++c)
            norms[c] += double(row[c]) * row[c];
    }
    for (double& n : norms)
        n = std::sqrt(n);
    return norms;
}

} // namespace

UnitNorms unit_norms(const FeedForward& model) {
    return {row_norms(model.up), row_norms(model.gate), column_norms(model.down)};
}

} // namespace ffn
