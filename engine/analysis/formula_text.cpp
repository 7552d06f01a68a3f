#include "engine/analysis/formula_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ffn {

std::string formula_number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value + 0.0, // −0 as 0
                                   std::chars_format::general, 6);
    std::string text;
    for (const char* c = digits.data(); c != end.ptr; ++c)
        *c == '-' ? text += "−" : text += *c;
    return text;
}

std::string_view formula_name(Activation activation) {
    switch (activation) {
    case Activation::Relu:
        return "ReLU";
    case Activation::Gelu:
        return "GELU";
    case Activation::GeluTanh:
        return "GELU_tanh";
    case Activation::Silu:
        return "SiLU";
    case Activation::QuickGelu:
        return "QuickGELU";
    case Activation::ReluSquared:
        return "ReLU²";
    }
    return "act";
}

} // namespace ffn
