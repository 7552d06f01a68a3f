#pragma once

#include "engine/formats/tensor_archive.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace ffn::fuzz {

/// A file in a folder of this process, overwritten with `bytes`; the folder is in memory and goes with it.
std::filesystem::path file(const std::string& name, std::span<const std::uint8_t> bytes);
/// The same from text.
std::filesystem::path file(const std::string& name, const std::string& text);

/// Reads all tensors that are listed as readable, up to 16 MB each: what a person's click would do.
void read_all(const TensorArchive& archive);

/// Runs `work`. An Error is what a broken file is to end in; any other exception ends the program.
int attempt(const std::function<void()>& work);

} // namespace ffn::fuzz
