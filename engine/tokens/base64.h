#pragma once

#include <string>
#include <string_view>

namespace ffn {

/// The bytes of a base64 text (RFC 4648, with padding). Throws Error for what is none.
std::string from_base64(std::string_view text);

} // namespace ffn
