#pragma once

#include "engine/tokens/byte_pair_merges.h"
#include "engine/tokens/piece_table.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ffn {

/// The vocabulary of a Unigram model as its reader hands it on (JsonSink): ["piece", score] each. As values
/// of JSON they would take 150 bytes each.
class ScoredPieces {
  public:
    void add(const nlohmann::json& entry);
    /// What is wrong with the first entry that is none, as the end of a sentence; empty where all are good.
    const std::string& fault() const { return m_fault; }

    PieceTable pieces; ///< place = id
    std::vector<double> scores;

  private:
    std::string m_fault;
};

/// What takes the memory in the model of a tokenizer.json, out of its JSON: the object `vocab`, or the
/// elements of it where it is a list, and those of `merges`.
struct ModelTables {
    nlohmann::json vocabulary;
    MergeTexts merges;
    ScoredPieces scored;
};

} // namespace ffn
