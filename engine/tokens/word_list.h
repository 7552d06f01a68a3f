#pragma once

#include "engine/tokens/tokenizer.h"

#include <filesystem>
#include <string_view>

namespace ffn {

/// A list with one word a line, id = line, as the vocabulary of the tokeniser `words`. The word for all
/// others is `<unk>` or `[UNK]`, where listed; a list without a capital letter is taken to be of lower-cased
/// text. Throws Error for an empty list.
Vocabulary read_word_list(std::string_view text, const std::filesystem::path& file);

} // namespace ffn
