#pragma once

#include <vector>

namespace ffn::ui {

/// The middle of the numbers that exist (not NaN); NaN when there are none.
double median(std::vector<double> values);

/// max |x| of the finite numbers, 0 when there are none.
double largestMagnitude(const std::vector<double>& values);

} // namespace ffn::ui
