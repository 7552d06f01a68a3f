#include "engine/tokens/sentence_piece_file.h"

#include "engine/core/error.h"
#include "engine/formats/utf8_check.h"
#include "engine/tokens/best_path.h"
#include "engine/tokens/wire_reader.h"

#include <cmath>

namespace ffn {

namespace {

using File = SentencePieceFile;

constexpr std::size_t kMostPieces = std::size_t(1) << 20;
constexpr std::size_t kMostUserDefined = 65536; // models have some thousand; each is looked for in every text

void read_piece(WireReader reader, File& file) {
    std::string_view text;
    float score = 0;
    std::uint64_t type = 1;
    while (reader.next()) {
        if (reader.field() == 1) text = reader.text();
        if (reader.field() == 2) score = reader.real();
        if (reader.field() == 3) type = reader.number();
    }
    if (text.empty()) reader.fail("a piece has no text");
    if (text.size() > kLongestPiece) reader.fail("a piece is longer than 512 bytes");
    if (first_invalid_utf8(text)) reader.fail("a piece is not valid UTF-8");
    if (!std::isfinite(score)) reader.fail("the score of a piece is no number");
    if (type < 1 || type > 6)
        reader.fail("a piece is of type " + std::to_string(type) + "; 1 to 6 are known");
    file.scores.push_back(score);
    file.types.push_back(File::Type(type));
    if (file.types.back() == File::Type::UserDefined) file.normalization.kept.emplace_back(text);
    if (file.normalization.kept.size() > kMostUserDefined)
        reader.fail("there are more than 65536 pieces that a user defined");
    if (file.pieces.find(text) != PieceTable::kNone)
        reader.fail("the piece “" + std::string(text) + "” is defined twice");
    file.pieces.add(text, std::int64_t(file.pieces.size()));
}

void read_trainer(WireReader reader, File& file) {
    std::uint64_t model = std::uint64_t(file.model);
    while (reader.next()) {
        switch (reader.field()) {
        case 3:
            model = reader.number();
            break;
        case 24:
            file.normalization.whitespace_as_suffix = reader.number() != 0;
            break;
        case 35:
            file.byte_fallback = reader.number() != 0;
            break;
        case 41:
            file.begin_id = int(std::int32_t(reader.number()));
            break;
        case 42:
            file.end_id = int(std::int32_t(reader.number()));
            break;
        default:
            break; // how it was trained
        }
    }
    if (model < 1 || model > 4)
        reader.fail("the model is of type " + std::to_string(model) + "; 1 to 4 are known");
    file.model = File::Model(model);
}

void read_normalizer_spec(WireReader reader, File& file) {
    SentencePieceNormalization& to = file.normalization;
    while (reader.next()) {
        switch (reader.field()) {
        case 2:
            try {
                to.map = CharsMap(reader.text());
            } catch (const Error& error) {
                reader.fail(error.what());
            }
            break;
        case 3:
            to.add_dummy_prefix = reader.number() != 0;
            break;
        case 4:
            to.remove_extra_whitespaces = reader.number() != 0;
            break;
        case 5:
            to.escape_whitespaces = reader.number() != 0;
            break;
        default:
            break; // its name, and the rules the map was made of
        }
    }
}

} // namespace

SentencePieceFile read_sentence_piece_file(ByteSpan bytes, const std::filesystem::path& path) {
    File file;
    WireReader reader(bytes, path);
    while (reader.next()) {
        if (reader.field() == 1) {
            if (file.pieces.size() == kMostPieces) reader.fail("there are more than 1048576 pieces");
            read_piece(reader.message(), file);
        }
        if (reader.field() == 2) read_trainer(reader.message(), file);
        if (reader.field() == 3) read_normalizer_spec(reader.message(), file);
    }
    if (file.pieces.size() == 0) throw Error(path, "is a SentencePiece model without pieces");
    return file;
}

bool looks_like_sentence_piece(ByteSpan bytes) {
    // Field 1, a message of a few bytes, whose first field is 1, a text that fits in it.
    return bytes.size() > 4 && bytes[0] == 0x0A && bytes[1] >= 2 && bytes[1] < 0x80 && bytes[2] == 0x0A &&
           bytes[3] >= 1 && bytes[3] + 2 <= bytes[1];
}

} // namespace ffn
