#include "engine/tokens/model_tables.h"

#include "engine/core/error.h"
#include "engine/tokens/json_fields.h"

#include <cmath>

namespace ffn {

namespace {

constexpr std::size_t kMostPieces = std::size_t(1) << 20;
// A model of speech has 65,536 added tokens of 12 bytes.
constexpr std::size_t kMostAdded = std::size_t(1) << 17, kMostAddedBytes = std::size_t(1) << 20;

} // namespace

void ScoredPieces::add(const nlohmann::json& entry) {
    if (!m_fault.empty()) return;
    const std::string number = std::to_string(pieces.size());
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number()) {
        m_fault = "has an entry in its vocabulary, number " + number + ", that is not a piece and its score";
        return;
    }
    const double score = entry[1].get<double>();
    if (!std::isfinite(score)) m_fault = "has a score that is no number for piece " + number;
    if (pieces.size() == kMostPieces) m_fault = "has more than 1048576 pieces";
    if (!m_fault.empty()) return;
    pieces.add(entry[0].get_ref<const std::string&>(), std::int64_t(pieces.size()));
    scores.push_back(score);
}

void AddedEntries::add(const nlohmann::json& element, const std::filesystem::path& file) {
    const JsonFields fields(element, file, "added_tokens[" + std::to_string(m_size++) + "]");
    fields.allow({"id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"});
    AddedEntry entry;
    AddedToken& token = entry.token;
    token.content = fields.text("content");
    if (token.content.empty()) return;
    token.id = fields.id("id");
    token.single_word = fields.flag_or("single_word", false);
    token.lstrip = fields.flag_or("lstrip", false);
    token.rstrip = fields.flag_or("rstrip", false);
    entry.normalized = fields.flag_or("normalized", !fields.flag_or("special", false));
    m_bytes += token.content.size();
    if (m_entries.size() == kMostAdded || m_bytes > kMostAddedBytes)
        fields.fail("is one too many: up to 131072 added tokens, of 1 MB in all, are read");
    m_entries.push_back(std::move(entry));
}

} // namespace ffn
