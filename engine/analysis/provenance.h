#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ffn {

/// One summand of a cell.
struct Term {
    enum class Kind { Product, Bias, Rest, Addend };
    Kind kind = Kind::Product;
    std::optional<Stage> stage; ///< the stage the factor comes from, to follow it
    std::int64_t unit = -1;     ///< its unit there
    double factor = 0;          ///< the value in that stage
    double weight = 0;          ///< what it is multiplied by; 1 for an addend
    double value = 0;           ///< the summand
    std::optional<Stage> weight_stage =
        std::nullopt;              ///< where the weight is a cell too (gate · up, x · rstd)
    std::int64_t weight_unit = -1; ///< its unit there
};

/// How one cell came about. `terms` add up to `sum`; `value` is what the stage holds.
///
/// products (pre_activation, gate_pre_activation, projection): the `largest` products by magnitude, the bias,
/// the rest. residual_sum: projection (or update) + input. Element-wise stages (hidden, gate, normalized,
/// output, norm_output): one or two terms and a `formula` with the numbers put in; normalized is x·rstd and
/// mean·(−rstd); update is projection times the second norm's rstd·gain, and what its mean and bias add.
/// norm_mean and norm_variance: the `largest` of x/d or (x − mean)²/d (StdNorm: d − 1), the
/// rest; norm_rstd: from norm_variance. The mean of RMSNorm is 0 and no sum.
struct Provenance {
    Stage stage = Stage::Input;
    std::int64_t row = 0, unit = 0; ///< row = batch·len + position
    float value = 0;
    std::vector<Term> terms;
    double sum = 0;              ///< the terms added in double; equals value but for float32 rounding
    std::int64_t rest_terms = 0; ///< how many terms the rest stands for
    std::string formula; ///< with numbers, for the screen: "ReLU(−0.731) = 0", "(1.2 − 0.1) · 0.83 = 0.913"
};

/// Needs the snapshot's model and the stages before `stage`; nullopt where they are missing or the row is
/// padding.
std::optional<Provenance> provenance(const Snapshot& snapshot, Stage stage, std::int64_t row,
                                     std::int64_t unit, int largest = 8);

} // namespace ffn
