#pragma once

#include <string>

namespace ffn {

/// The shortest text that reads back to the same float32, in the C locale; `nan`, `inf`, `-inf`.
std::string number_text(float value);
/// Likewise for float64.
std::string number_text(double value);

} // namespace ffn
