#include "engine/model/layer_name.h"

#include <algorithm>

namespace ffn {

namespace {

/// Takes the last part, and the dot before it.
std::string_view take_last(std::string_view& text) {
    const std::size_t dot = text.rfind('.');
    const std::string_view part = dot == text.npos ? text : text.substr(dot + 1);
    text = text.substr(0, dot == text.npos ? 0 : dot);
    return part;
}

} // namespace

std::optional<LayerName> match_layer(std::string_view name, std::string_view pattern) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    LayerName layer;
    bool more = true; // parts of `name`
    while (!pattern.empty()) {
        if (!more) return std::nullopt;
        const std::string_view wanted = take_last(pattern);
        more = name.find('.') != name.npos;
        const std::string_view part = take_last(name);
        if (wanted == "*") {
            if (!std::ranges::any_of(part, is_digit)) return std::nullopt;
            layer.star = part;
        } else if (part != wanted) {
            return std::nullopt;
        }
    }
    if (more) layer.prefix = std::string(name) + ".";
    return layer;
}

std::string fill_pattern(std::string_view pattern, std::string_view star) {
    std::string text(pattern);
    if (const std::size_t at = text.find('*'); at != text.npos) text.replace(at, 1, star);
    return text;
}

} // namespace ffn
