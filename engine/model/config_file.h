#pragma once

#include "engine/formats/tensor_archive.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ffn {

/// What a model's `config.json` says; for GGUF, the same facts from the file's own metadata.
///
/// A value is looked for in `section` ("text_config") and then at the top; null counts as absent. A value of
/// the wrong type throws Error naming the file and the key.
class ConfigFile {
  public:
    /// Reads `config.json` beside the archive's file, or in its folder; nullopt where there is none.
    /// Throws Error when it is no JSON object.
    static std::optional<ConfigFile> of(const TensorArchive& archive);

    std::optional<std::string> text(std::string_view section, std::string_view key) const;
    std::optional<double> number(std::string_view section, std::string_view key) const;
    std::optional<bool> flag(std::string_view section, std::string_view key) const;

    /// False when the sizes it gives are not those of a second matrix of shape `[a, b]` or `[b, a]`: then it
    /// belongs to another model.
    bool fits(std::string_view section, std::int64_t a, std::int64_t b) const;

    const std::filesystem::path& path() const { return m_path; }

  private:
    ConfigFile(std::filesystem::path path, nlohmann::json values)
        : m_path(std::move(path)), m_values(std::move(values)) {}
    static std::optional<ConfigFile> from_gguf(const TensorArchive& archive);
    const nlohmann::json* find(std::string_view section, std::string_view key) const;
    [[noreturn]] void wrong_type(std::string_view key, std::string_view wanted) const;

    std::filesystem::path m_path;
    nlohmann::json m_values;
};

} // namespace ffn
