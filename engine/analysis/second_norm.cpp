#include "engine/analysis/second_norm.h"

#include "engine/analysis/double_norm.h"

namespace ffn {

SecondNorm second_norm(const Snapshot& snapshot, std::int64_t row) {
    const FeedForward& model = *snapshot.model;
    const auto width = std::size_t(model.config.d_model);
    SecondNorm result{0, 1, std::vector<double>(width, 1), std::vector<double>(width, 0)};
    if (!has_second_norm(model.config)) return result;
    const auto f = snapshot.stage(Stage::Projection).row(row);
    const std::vector<double> wide(f.begin(), f.end());
    std::vector<double> normalized(width);
    const DoubleNorm n = norm_in_double(model.config.norm, model.config.eps, wide, normalized);
    result.mean = n.mean, result.rstd = n.rstd;
    for (std::size_t d = 0; d < width; ++d) {
        if (model.second_gain.size() > 0) result.scale[d] = double(model.second_gain.values()[d]);
        if (model.second_bias.size() > 0) result.shift[d] = double(model.second_bias.values()[d]);
        result.scale[d] *= n.rstd;
        result.shift[d] -= n.mean * result.scale[d];
    }
    return result;
}

std::vector<double> second_normed(const FeedForward& model, std::vector<double> f) {
    if (!has_second_norm(model.config)) return f;
    norm_in_double(model.config.norm, model.config.eps, f, f);
    gain_in_double(f, model.second_gain.values(), model.second_bias.values(), f);
    return f;
}

} // namespace ffn
