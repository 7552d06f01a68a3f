#include "engine/model/config_file.h"

#include "engine/core/error.h"
#include "engine/formats/json_text.h"

#include <array>
#include <charconv>

namespace ffn {

namespace {

constexpr std::array<std::string_view, 4> kModelSizes{"d_model", "hidden_size", "n_embd", "dim"};
constexpr std::array<std::string_view, 8> kHiddenSizes{
    "encoder_ffn_dim", "decoder_ffn_dim", "intermediate_size", "ffn_dim", "d_ff",
    "n_inner",         "hidden_dim",      "ffn_hidden_size"};

/// False when the config gives such sizes and none of them is a or b.
template <std::size_t N>
bool one_fits(const ConfigFile& config, std::string_view section, const std::array<std::string_view, N>& keys,
              std::int64_t a, std::int64_t b) {
    bool given = false;
    for (std::string_view key : keys) {
        const auto size = config.number(section, key);
        if (!size) continue;
        if (*size == double(a) || *size == double(b)) return true;
        given = true;
    }
    return !given;
}

} // namespace

std::optional<ConfigFile> ConfigFile::of(const TensorArchive& archive) {
    if (archive.format() == "gguf") return from_gguf(archive);
    std::error_code ignored;
    const auto folder = std::filesystem::is_directory(archive.path(), ignored) ? archive.path()
                                                                               : archive.path().parent_path();
    const auto path = folder / "config.json";
    if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
    nlohmann::json values = read_json(path);
    if (!values.is_object()) throw Error(path, "holds no JSON object, as a model's config.json does");
    return ConfigFile(path, std::move(values));
}

std::optional<ConfigFile> ConfigFile::from_gguf(const TensorArchive& archive) {
    const auto architecture = archive.metadata().find("general.architecture");
    if (architecture == archive.metadata().end()) return std::nullopt;
    nlohmann::json values{{"model_type", architecture->second}};
    const auto take = [&](const char* from, const char* to) {
        const auto entry = archive.metadata().find(architecture->second + from);
        if (entry == archive.metadata().end()) return;
        const std::string& text = entry->second;
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size())
            throw Error(archive.path(),
                        "the metadata " + entry->first + " is \"" + text + "\", not a number");
        values[to] = number;
    };
    const auto parallel = archive.metadata().find(architecture->second + ".use_parallel_residual");
    if (parallel != archive.metadata().end()) values["use_parallel_residual"] = parallel->second != "false";
    take(".attention.layer_norm_epsilon", "layer_norm_eps");
    take(".attention.layer_norm_rms_epsilon", "rms_norm_eps");
    return ConfigFile(archive.path(), std::move(values));
}

const nlohmann::json* ConfigFile::find(std::string_view section, std::string_view key) const {
    const auto in = [&](const nlohmann::json& object) -> const nlohmann::json* {
        const auto entry = object.find(key);
        return entry == object.end() || entry->is_null() ? nullptr : &*entry;
    };
    if (const auto part = m_values.find(section); part != m_values.end() && part->is_object())
        if (const auto* value = in(*part)) return value;
    return in(m_values);
}

void ConfigFile::wrong_type(std::string_view key, std::string_view wanted) const {
    throw Error(m_path, "the value of \"" + std::string(key) + "\" is not " + std::string(wanted));
}

std::optional<std::string> ConfigFile::text(std::string_view section, std::string_view key) const {
    const auto* value = find(section, key);
    if (!value) return std::nullopt;
    if (!value->is_string()) wrong_type(key, "a text");
    return value->get<std::string>();
}

std::optional<double> ConfigFile::number(std::string_view section, std::string_view key) const {
    const auto* value = find(section, key);
    if (!value) return std::nullopt;
    if (!value->is_number()) wrong_type(key, "a number");
    return value->get<double>();
}

std::optional<bool> ConfigFile::flag(std::string_view section, std::string_view key) const {
    const auto* value = find(section, key);
    if (!value) return std::nullopt;
    if (!value->is_boolean()) wrong_type(key, "true or false");
    return value->get<bool>();
}

bool ConfigFile::fits(std::string_view section, std::int64_t a, std::int64_t b) const {
    return one_fits(*this, section, kModelSizes, a, b) && one_fits(*this, section, kHiddenSizes, a, b);
}

} // namespace ffn
