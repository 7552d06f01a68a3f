#include "engine/tokens/word_piece_file.h"

#include "engine/core/error.h"
#include "engine/tokens/best_path.h"
#include "engine/tokens/char_class.h"
#include "engine/tokens/json_fields.h"
#include "engine/tokens/text_lines.h"
#include "engine/tokens/utf8_text.h"

#include <algorithm>

namespace ffn {

namespace {

constexpr const char* kSpecial[] = {"[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"};

constexpr std::size_t kMostPieces = std::size_t(1) << 20;

bool is_special(std::string_view piece) {
    return piece.size() > 2 && piece.front() == '[' && piece.back() == ']';
}

bool has_capital(std::string_view piece) {
    for (std::size_t at = 0; at < piece.size();) {
        const Utf8Char c = utf8_at(piece, at);
        if (lower_case(c.value) != c.value) return true;
        at += c.length;
    }
    return false;
}

BertNormalization normalization(const PieceTable& pieces, const JsonFields& settings) {
    bool capitals = false;
    for (std::int32_t i = 0; i < std::int32_t(pieces.size()) && !capitals; ++i)
        capitals = !is_special(pieces.piece(i)) && has_capital(pieces.piece(i));
    BertNormalization options;
    options.lowercase = settings.flag_or("do_lower_case", !capitals);
    options.strip_accents = settings.flag("strip_accents");
    options.handle_chinese_chars = settings.flag_or("tokenize_chinese_chars", true);
    return options;
}

} // namespace

std::unique_ptr<TokenizerParts> read_word_piece_file(std::string_view text, const nlohmann::json& settings,
                                                     const std::filesystem::path& file) {
    static const nlohmann::json kNoSettings = nlohmann::json::object();
    PieceTable pieces;
    for (const std::string_view line : TextLines(text)) {
        if (pieces.size() == kMostPieces)
            throw Error(file, "has more than 1048576 lines, too many for pieces");
        if (line.size() > kLongestPiece)
            throw Error(file, "line " + std::to_string(pieces.size() + 1) +
                                  " is longer than 512 bytes, as no piece is");
        pieces.add(line, std::int64_t(pieces.size()));
    }
    WordPieceOptions options;
    options.unknown = pieces.find("[UNK]");
    if (options.unknown == PieceTable::kNone)
        throw Error(file, "is a WordPiece vocabulary without [UNK], the piece for unknown words");
    auto parts = std::make_unique<TokenizerParts>();
    parts->name = file.string();
    parts->normalize = normalize_bert(normalization(
        pieces, JsonFields(settings.is_null() ? kNoSettings : settings,
                           file.parent_path() / "tokenizer_config.json", "tokenizer_config.json")));
    parts->pre_tokenize = pre_tokenize_bert();
    std::vector<AddedToken> added;
    for (const char* piece : kSpecial)
        if (const std::int32_t place = pieces.find(piece); place != PieceTable::kNone)
            added.push_back({piece, place, false, false, false, {}});
    parts->added = AddedTokens(std::move(added));
    if (const std::int32_t first = pieces.find("[CLS]"); first >= 0)
        parts->front.emplace_back("[CLS]", first);
    if (const std::int32_t last = pieces.find("[SEP]"); last >= 0) parts->back.emplace_back("[SEP]", last);
    parts->model = make_word_piece_model(std::move(pieces), options);
    return parts;
}

bool looks_like_word_piece(std::string_view text) {
    bool unknown = false, first = false;
    for (const std::string_view line : TextLines(text)) {
        if (line.size() > 2 && line.starts_with("##")) return true;
        unknown = unknown || line == "[UNK]";
        first = first || line == "[CLS]";
    }
    return unknown && first;
}

} // namespace ffn
