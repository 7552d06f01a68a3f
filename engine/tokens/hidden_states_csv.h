#pragma once

#include "engine/tokens/model_input.h"

#include <filesystem>

namespace ffn {

/// True for a file that begins like text and not like JSON, so that a CSV is known without its name's ending.
bool looks_like_csv(const std::filesystem::path& file);

/// See `read_hidden_states`. Throws Error naming the line: a number that is none, a line that is too short or
/// too long, positions that are missing, twice there or out of order.
ModelInput read_hidden_states_csv(const std::filesystem::path& file, std::int64_t d_model);

} // namespace ffn
