#pragma once

#include <cstdint>
#include <string_view>

namespace ffn {

/// U+2581, which stands for a space in SentencePiece's pieces.
inline constexpr std::string_view kMetaSpace = "\xE2\x96\x81";
inline constexpr std::int32_t kMetaSpaceChar = 0x2581;

} // namespace ffn
