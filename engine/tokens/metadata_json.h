#pragma once

#include "engine/formats/tensor_archive.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ffn {

/// The archive's metadata entry `key`, which must be there, as JSON. Throws Error naming file and key.
nlohmann::json metadata_json(const TensorArchive& archive, const std::string& key);

/// `value` as a list of texts. Throws Error naming file and key when it is anything else.
std::vector<std::string> metadata_texts(const TensorArchive& archive, const std::string& key,
                                        const nlohmann::json& value);

/// Throws Error "FILE: its metadata entry KEY SENTENCE".
[[noreturn]] void fail_metadata(const TensorArchive& archive, const std::string& key,
                                const std::string& sentence);

} // namespace ffn
