#include "engine/tokens/byte_level_files.h"

#include "engine/core/error.h"
#include "engine/tokens/byte_pair_merges.h"
#include "engine/tokens/json_fields.h"

namespace ffn {

namespace {

constexpr const char* kSpecial[] = {"<s>", "</s>", "<pad>", "<unk>", "<mask>", "<|endoftext|>"};

void refuse_word_ends(const PieceTable& pieces, const std::filesystem::path& file) {
    std::size_t ends = 0;
    for (std::int32_t i = 0; i < std::int32_t(pieces.size()); ++i)
        ends += pieces.piece(i).size() > 4 && pieces.piece(i).ends_with("</w>");
    if (ends * 4 > pieces.size())
        throw Error(
            file,
            "has pieces that end with </w>, as CLIP's do, which is not supported; open a tokenizer.json");
}

std::vector<AddedToken> special_pieces(const PieceTable& pieces) {
    std::vector<AddedToken> added;
    for (const char* piece : kSpecial) {
        const std::int32_t place = pieces.find(piece);
        if (place == PieceTable::kNone) continue;
        const bool mask = std::string_view(piece) == "<mask>"; // takes the space before it, as in RoBERTa
        added.push_back({piece, pieces.id(place), false, mask, false, {}});
    }
    return added;
}

} // namespace

std::unique_ptr<TokenizerParts> read_byte_level_files(nlohmann::json vocabulary, std::string_view merges,
                                                      const nlohmann::json& settings,
                                                      const std::filesystem::path& folder) {
    static const nlohmann::json kNoSettings = nlohmann::json::object();
    const std::filesystem::path file = folder / "vocab.json";
    const JsonFields config(settings.is_null() ? kNoSettings : settings, folder / "tokenizer_config.json",
                            "tokenizer_config.json");
    PieceTable pieces = piece_table(std::move(vocabulary), file, "vocab.json");
    refuse_word_ends(pieces, file);
    auto parts = std::make_unique<TokenizerParts>();
    parts->name = folder.string();
    parts->added = AddedTokens(special_pieces(pieces));
    parts->pre_tokenize = pre_tokenize_byte_level(config.flag_or("add_prefix_space", false), true);
    const std::int32_t begin = pieces.find("<s>"), end = pieces.find("</s>");
    if (begin >= 0 && end >= 0) {
        parts->front.emplace_back("<s>", pieces.id(begin));
        parts->back.emplace_back("</s>", pieces.id(end));
    }
    BpeOptions options;
    options.unknown = pieces.find("<unk>");
    if (options.unknown == PieceTable::kNone) options.unknown = pieces.find("<|endoftext|>");
    const std::vector<Merge> pairs = read_merges(merges, pieces, folder / "merges.txt");
    parts->model = make_bpe_model(std::move(pieces), pairs, options);
    return parts;
}

} // namespace ffn
