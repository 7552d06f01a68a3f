#pragma once

#include "engine/tokens/added_tokens.h"
#include "engine/tokens/byte_pair_merges.h"
#include "engine/tokens/piece_table.h"

#include <filesystem>
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

/// An element of a tokenizer.json's list `added_tokens`.
struct AddedEntry {
    AddedToken token; ///< `wanted` is empty still
    bool normalized = false;
};
class AddedEntries {
  public:
    /// Throws Error for an element that is none, and for more of them, or larger ones, than any file has.
    void add(const nlohmann::json& element, const std::filesystem::path& file);
    const std::vector<AddedEntry>& entries() const { return m_entries; }

  private:
    std::vector<AddedEntry> m_entries;
    std::size_t m_size = 0, m_bytes = 0;
};

/// What takes the memory in a tokenizer.json, out of its JSON: the object `model.vocab`, or the elements of
/// it where it is a list, and those of `model.merges` and of `added_tokens`.
struct ModelTables {
    nlohmann::json vocabulary;
    MergeTexts merges;
    ScoredPieces scored;
    AddedEntries added;
};

} // namespace ffn
