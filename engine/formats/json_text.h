#pragma once

#include "engine/formats/json_feed.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// Arrays and objects may lie this deep in one another, no deeper.
inline constexpr int kMaxJsonDepth = 64;

/// Takes the members of one object, or the elements of one list, as they are read: they need never be in
/// memory all together. A key that comes twice is handed on twice.
struct JsonSink {
    std::vector<std::string> path; ///< keys that lead to it from the root; none: the root itself
    bool is_list = false;          ///< a value of the other kind is left alone
    std::function<void(std::string&& key, nlohmann::json&& value)> take; ///< in a list the key is empty
};

/// Reads one JSON value and nothing after it but white space. What `sinks` take is not in it.
///
/// Stricter than most: a key that an object has already, nesting over kMaxJsonDepth, invalid UTF-8, comments
/// and numbers too large for float64 are all refused, texts and numbers that are longer than any (JsonFeed),
/// and values that take more memory than the length of the text and 64 MB, or less where the text is short.
/// Throws Error naming `file` and the byte; `offset` is where `text` begins in that file.
nlohmann::json parse_json(std::string_view text, const std::filesystem::path& file, std::uint64_t offset = 0,
                          std::span<const JsonSink> sinks = {}, TextIn where = TextIn::Memory);

/// Reads a whole file with `parse_json`.
nlohmann::json read_json(const std::filesystem::path& file, std::span<const JsonSink> sinks = {});

} // namespace ffn
