#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/tokens/piece_table.h"
#include "engine/tokens/text_normalizer.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace ffn {

/// What a SentencePiece `.model` holds (sentencepiece_model.proto), as far as splitting a text needs it.
struct SentencePieceFile {
    enum class Type : std::uint8_t {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        UserDefined = 4,
        Unused = 5,
        Byte = 6
    };
    enum class Model { Unigram = 1, Bpe = 2, Word = 3, Char = 4 };
    PieceTable pieces; ///< place = id
    std::vector<float> scores;
    std::vector<Type> types;
    Model model = Model::Unigram;
    bool byte_fallback = false;
    int begin_id = 1, end_id = 2; ///< −1: none
    SentencePieceNormalization normalization;
};

/// Throws Error with file and byte for what is malformed.
SentencePieceFile read_sentence_piece_file(ByteSpan bytes, const std::filesystem::path& file);

/// Whether the bytes begin as such a file does: with a piece.
bool looks_like_sentence_piece(ByteSpan bytes);

} // namespace ffn
