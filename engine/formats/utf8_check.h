#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ffn {

/// Where `text` stops being well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates,
/// nothing above U+10FFFF), or nothing when it is all well formed.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

} // namespace ffn
