#pragma once

#include <array>
#include <string>

namespace ffn {

/// GPT-2's printable character for each byte, as UTF-8 (openai/gpt-2, encoder.py): 0x21–7E, A1–AC and AE–FF
/// are themselves, the other 68 are U+0100 and up in order. A space is `Ġ`.
const std::array<std::string, 256>& byte_alphabet();

} // namespace ffn
