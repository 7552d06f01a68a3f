#pragma once

#include "engine/tokens/subword_model.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ffn {

/// An object of pieces and their ids, as `vocab.json` is one. Throws Error naming `where` in `file`. The
/// object is emptied on the way: both together would take twice the memory.
PieceTable piece_table(nlohmann::json vocabulary, const std::filesystem::path& file,
                       const std::string& where);

/// `left` and `right` as a merge. Throws Error where one of them, or what they make, is no piece. `prefix` is
/// what every symbol but a word's first begins with; the right one loses it when it is joined.
Merge merge_in(const PieceTable& pieces, const std::string& left, const std::string& right,
               const std::string& prefix, const std::filesystem::path& file);

/// The merges of a tokenizer.json as its reader hands them on (JsonSink): "a b", or ["a", "b"] in newer
/// files. A few bytes beside their texts each, where the values of JSON take a hundred.
class MergeTexts {
  public:
    void add(const nlohmann::json& merge);
    /// Also those that are not kept, which are no merges.
    std::size_t size() const { return m_size; }
    /// Number of the first that is not two pieces; `size()` where there is none such.
    std::size_t first_bad() const { return std::min(m_first_bad, m_size); }
    /// For i below first_bad().
    std::pair<std::string, std::string> operator[](std::size_t i) const;

  private:
    std::string m_text;
    std::vector<std::array<std::uint32_t, 2>> m_ends; ///< of the left and of the right piece in the text
    std::size_t m_size = 0, m_first_bad = std::size_t(-1);
};

/// The lines of a `merges.txt`, its `#version` left out.
std::vector<Merge> read_merges(std::string_view text, const PieceTable& pieces,
                               const std::filesystem::path& file);

} // namespace ffn
