#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

namespace ffn {

/// Arrays and objects may lie this deep in one another, no deeper.
inline constexpr int kMaxJsonDepth = 64;

/// Reads one JSON value and nothing after it but white space.
///
/// Stricter than most: a key that an object has already, nesting over kMaxJsonDepth, invalid UTF-8, comments
/// and numbers too large for float64 are all refused. Throws Error naming `file` and the byte; `offset` is
/// where `text` begins in that file.
nlohmann::json parse_json(std::string_view text, const std::filesystem::path& file, std::uint64_t offset = 0);

/// Reads a whole file with `parse_json`.
nlohmann::json read_json(const std::filesystem::path& file);

} // namespace ffn
