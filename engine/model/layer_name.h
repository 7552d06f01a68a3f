#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ffn {

/// How a tensor's name, without `.weight`, bears a name of the table of families.
struct LayerName {
    std::string prefix; ///< of the layer, with its dot; empty where the name is all there is
    std::string star;   ///< what the pattern's `*` stands for
};

/// Whether `name` ends with the parts of `pattern`, at its start or after a dot. A part `*` of the pattern
/// stands for any one part that holds a number: "experts.*.w1" fits "layers.0.experts.7.w1".
std::optional<LayerName> match_layer(std::string_view name, std::string_view pattern);

/// The pattern with `star` for its `*`.
std::string fill_pattern(std::string_view pattern, std::string_view star);

} // namespace ffn
