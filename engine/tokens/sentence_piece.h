#pragma once

#include "engine/tokens/file_tokenizer.h"
#include "engine/tokens/sentence_piece_file.h"

#include <filesystem>
#include <memory>

namespace ffn {

/// A SentencePiece `.model` of type unigram, BPE or char, split as SentencePiece 0.1.97 does. An unknown run
/// keeps its own text as the piece. Throws Error for what is malformed or of type word.
std::unique_ptr<TokenizerParts> read_sentence_piece(ByteSpan bytes, const std::filesystem::path& file);

} // namespace ffn
