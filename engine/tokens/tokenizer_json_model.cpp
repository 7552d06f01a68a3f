#include "engine/core/error.h"
#include "engine/tokens/byte_pair_merges.h"
#include "engine/tokens/tokenizer_json_parts.h"

#include <algorithm>
#include <utility>

namespace ffn {

using nlohmann::json;

namespace {

PieceTable read_vocabulary(const JsonFields& model, json vocabulary) {
    const JsonFields fields = model.object("vocab");
    return piece_table(std::move(vocabulary), model.file(), fields.where());
}

std::int32_t piece_named(const JsonFields& model, const char* name, const PieceTable& pieces) {
    const std::string piece = model.text(name);
    const std::int32_t place = pieces.find(piece);
    if (place == PieceTable::kNone)
        model.fail("has “" + piece + "” as its " + name + ", which is not in its vocabulary");
    return place;
}

std::vector<Merge> read_merges(const JsonFields& model, const MergeTexts& texts, const PieceTable& pieces,
                               const std::string& prefix) {
    (void)model.list("merges"); // says that there is none; its elements were taken out
    if (texts.first_bad() < texts.size())
        model.fail("has a merge, number " + std::to_string(texts.first_bad() + 1) +
                   ", that is not two pieces");
    std::vector<Merge> merges;
    merges.reserve(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto [left, right] = texts[i];
        merges.push_back(merge_in(pieces, left, right, prefix, model.file()));
    }
    return merges;
}

std::unique_ptr<SubwordModel> read_bpe(const JsonFields& model, ModelTables& tables) {
    model.allow({"type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
                 "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges"});
    if (model.has("dropout") && model.at("dropout") != 0.0)
        model.fail("has “dropout”, which is not supported");
    PieceTable pieces = read_vocabulary(model, std::move(tables.vocabulary));
    BpeOptions options;
    if (model.has("unk_token")) options.unknown = piece_named(model, "unk_token", pieces);
    options.continuing_prefix = model.short_text_or("continuing_subword_prefix", "");
    options.word_suffix = model.short_text_or("end_of_word_suffix", "");
    options.fuse_unknown = model.flag_or("fuse_unk", false);
    options.byte_fallback = model.flag_or("byte_fallback", false);
    options.ignore_merges = model.flag_or("ignore_merges", false);
    const auto merges = read_merges(model, tables.merges, pieces, options.continuing_prefix);
    return make_bpe_model(std::move(pieces), merges, options);
}

std::unique_ptr<SubwordModel> read_word_piece(const JsonFields& model, ModelTables& tables) {
    model.allow({"type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab"});
    PieceTable pieces = read_vocabulary(model, std::move(tables.vocabulary));
    WordPieceOptions options;
    options.unknown = piece_named(model, "unk_token", pieces);
    options.continuing_prefix = model.text_or("continuing_subword_prefix", "##");
    options.longest_word = model.whole_or("max_input_chars_per_word", 100);
    return make_word_piece_model(std::move(pieces), options);
}

std::unique_ptr<SubwordModel> read_unigram(const JsonFields& model, ModelTables& tables) {
    model.allow({"type", "unk_id", "vocab", "byte_fallback"});
    (void)model.list("vocab"); // says where it is none; its elements were taken out
    if (!tables.scored.fault().empty()) model.fail(tables.scored.fault());
    PieceTable pieces = std::move(tables.scored.pieces);
    UnigramOptions options;
    options.scores = std::move(tables.scored.scores);
    if (model.has("unk_id")) {
        const std::int64_t unknown = model.id("unk_id");
        if (unknown >= std::int64_t(pieces.size())) model.fail("has an unk_id beyond its vocabulary");
        options.unknown = std::int32_t(unknown);
    }
    options.byte_fallback = model.flag_or("byte_fallback", false);
    return make_unigram_model(std::move(pieces), std::move(options));
}

// Old files do not say.
std::string type_of(const JsonFields& model) {
    if (model.has("type")) return model.text("type");
    if (model.has("merges")) return "BPE";
    return model.at("vocab").is_array() ? "Unigram" : "WordPiece";
}

} // namespace

std::unique_ptr<SubwordModel> read_model(const JsonFields& model, ModelTables& tables) {
    const std::string type = type_of(model);
    if (type != "BPE" && type != "WordPiece" && type != "Unigram")
        model.fail("is of type “" + type + "”, which is not supported; BPE, WordPiece and Unigram are");
    if (type == "BPE") return read_bpe(model, tables);
    if (type == "WordPiece") return read_word_piece(model, tables);
    return read_unigram(model, tables);
}

} // namespace ffn
