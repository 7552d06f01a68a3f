#pragma once

#include "engine/tokens/tokenizer.h"

#include <cstdint>
#include <span>
#include <string>

namespace ffn::fuzz {

/// Splits `text`, with special tokens where there are any. Ends the program for a token whose bytes are none
/// of the text; an Error is fine.
void split(const Tokenizer& tokenizer, const std::string& text);

/// Splits texts that meet most rules a tokeniser may have, and the beginning of its own file: where that was
/// made hostile, the text is hostile in the same way.
void split_some(const Tokenizer& tokenizer, std::span<const std::uint8_t> file);

} // namespace ffn::fuzz
