#pragma once

#include "engine/tokens/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace ffn {

/// Opens a tokeniser from a file, or from a folder as a model hub lays it out. The kind is told by content:
/// `tokenizer.json` (BPE, WordPiece, Unigram), `vocab.json` with `merges.txt` beside it, a WordPiece
/// `vocab.txt`, a SentencePiece `.model`, and else a list with one word a line.
///
/// No special tokens are put around a text; `with_special_tokens(true)` gives the tokeniser that does. Throws
/// Error for what is malformed, naming file and place, or not supported, naming what.
std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& path);

/// The tokeniser's file in a folder, by its name: what `open_tokenizer` opens for the folder.
std::optional<std::filesystem::path> find_tokenizer(const std::filesystem::path& folder);

} // namespace ffn
