#pragma once

#include "engine/tokens/subword_model.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace ffn {

/// An object of pieces and their ids, as `vocab.json` is one. Throws Error naming `where` in `file`.
PieceTable piece_table(const nlohmann::json& vocabulary, const std::filesystem::path& file,
                       const std::string& where);

/// `left` and `right` as a merge. Throws Error where one of them, or what they make, is no piece. `prefix` is
/// what every symbol but a word's first begins with; the right one loses it when it is joined.
Merge merge_in(const PieceTable& pieces, const std::string& left, const std::string& right,
               const std::string& prefix, const std::filesystem::path& file);

/// The lines of a `merges.txt`, its `#version` left out.
std::vector<Merge> read_merges(std::string_view text, const PieceTable& pieces,
                               const std::filesystem::path& file);

} // namespace ffn
