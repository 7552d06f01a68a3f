#include "engine/core/number_text.h"

#include <charconv>
#include <cmath>

namespace ffn {

namespace {

template <class T>
std::string shortest(T value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

} // namespace

std::string number_text(float value) {
    return shortest(value);
}
std::string number_text(double value) {
    return shortest(value);
}

} // namespace ffn
