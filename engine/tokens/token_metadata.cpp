#include "engine/tokens/token_metadata.h"

#include "engine/core/error.h"
#include "engine/formats/json_text.h"
#include "engine/tokens/metadata_json.h"

#include <algorithm>
#include <limits>

namespace ffn {

namespace {

using nlohmann::json;

const std::string kTokens = "ffnscope.tokens", kIds = "ffnscope.ids", kLengths = "ffnscope.lengths";

// A whole number from `lowest` up that fits int64.
std::int64_t whole_number(const TensorArchive& archive, const std::string& key, const json& value,
                          std::int64_t lowest) {
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() ||
                       value.get<std::uint64_t>() <= std::uint64_t(std::numeric_limits<std::int64_t>::max()));
    if (!fits || value.get<std::int64_t>() < lowest)
        fail_metadata(archive, key, "has an entry that is not a whole number from " + std::to_string(lowest));
    return value.get<std::int64_t>();
}

// A list with one entry for each of `count` rows.
json list_of(const TensorArchive& archive, const std::string& key, std::size_t count) {
    json list = metadata_json(archive, key);
    if (!list.is_array() || list.size() != count)
        fail_metadata(archive, key,
                      "should be a list with " + std::to_string(count) + " entries, as the tokens have rows");
    return list;
}

void read_ids(const TensorArchive& archive, TokenBatch& batch) {
    const json ids = list_of(archive, kIds, batch.rows.size());
    for (std::size_t b = 0; b < batch.rows.size(); ++b) {
        auto& row = batch.rows[b];
        if (!ids[b].is_array() || ids[b].size() != row.size())
            fail_metadata(archive, kIds,
                          "row " + std::to_string(b) + " should be a list of " + std::to_string(row.size()) +
                              " ids");
        for (std::size_t p = 0; p < row.size(); ++p)
            row[p].id = whole_number(archive, kIds, ids[b][p], -1);
    }
}

bool can_be_read_back(const std::string& entry) {
    if (json(entry).dump().size() > kLongestJsonText) return false;
    try {
        (void)parse_json(entry, {});
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

std::map<std::string, std::string> token_metadata(const TokenBatch& tokens) {
    json texts = json::array(), ids = json::array(), lengths = json::array();
    for (const auto& row : tokens.rows) {
        json row_texts = json::array(), row_ids = json::array();
        for (const Token& token : row) {
            row_texts.push_back(token.text);
            row_ids.push_back(token.id);
        }
        texts.push_back(std::move(row_texts));
        ids.push_back(std::move(row_ids));
        lengths.push_back(row.size());
    }
    std::map<std::string, std::string> metadata{
        {kTokens, texts.dump(-1, ' ', false, json::error_handler_t::replace)},
        {kIds, ids.dump()},
        {kLengths, lengths.dump()}};
    if (!std::ranges::all_of(metadata, can_be_read_back, &std::pair<const std::string, std::string>::second))
        throw Error(
            std::to_string(tokens.tokens()) + " tokens in " + std::to_string(tokens.batch()) +
            " rows: so many cannot be kept in a file's metadata, which takes texts of 8 MB, some 500000 "
            "tokens");
    return metadata;
}

std::optional<TokenBatch> tokens_from_metadata(const TensorArchive& archive) {
    if (!archive.metadata().contains(kTokens)) return std::nullopt;
    const json texts = metadata_json(archive, kTokens);
    if (!texts.is_array()) fail_metadata(archive, kTokens, "should be a list of lists of texts");
    TokenBatch batch;
    for (const auto& row_texts : texts) {
        auto& row = batch.rows.emplace_back();
        for (auto& text : metadata_texts(archive, kTokens, row_texts))
            row.push_back({std::move(text), -1, 0, 0});
    }
    const json lengths = list_of(archive, kLengths, batch.rows.size());
    for (std::size_t b = 0; b < batch.rows.size(); ++b)
        if (whole_number(archive, kLengths, lengths[b], 0) != std::int64_t(batch.rows[b].size()))
            fail_metadata(archive, kLengths, "disagrees with the tokens in row " + std::to_string(b));
    read_ids(archive, batch);
    return batch;
}

} // namespace ffn
