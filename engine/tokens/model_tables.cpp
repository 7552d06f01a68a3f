#include "engine/tokens/model_tables.h"

#include <cmath>

namespace ffn {

namespace {

constexpr std::size_t kMostPieces = std::size_t(1) << 20;

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

} // namespace ffn
