#pragma once

#include "engine/model/feed_forward.h"

#include <string>
#include <string_view>

namespace ffn {

/// A number for a formula on the screen: 6 significant digits, a true minus sign (U+2212), `NaN`, `∞`.
std::string formula_number(double value);
/// As the field writes it: "ReLU", "GELU", "SiLU" …
std::string_view formula_name(Activation activation);

} // namespace ffn
