#pragma once

#include <string_view>

namespace ffn {

/// True when block `a` comes before block `b`: runs of digits by their number, so that layers.2 precedes
/// layers.10, and an encoder before its decoder.
bool block_before(std::string_view a, std::string_view b);

} // namespace ffn
