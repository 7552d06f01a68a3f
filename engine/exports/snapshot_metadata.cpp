#include "engine/exports/snapshot_metadata.h"

#include "engine/core/number_text.h"
#include "engine/tokens/metadata_json.h"

#include <charconv>
#include <cmath>

namespace ffn {

namespace {

using nlohmann::json;

const std::string kConfig = "ffnscope.config", kEdits = "ffnscope.edits";

const json& field(const TensorArchive& archive, const std::string& key, const json& object,
                  const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) fail_metadata(archive, key, std::string("lacks ") + name);
    return *found;
}

json object_of(const TensorArchive& archive, const std::string& key) {
    json object = metadata_json(archive, key);
    if (!object.is_object()) fail_metadata(archive, key, "should be a JSON object");
    return object;
}

// No real model is wider, and the square still fits int64.
constexpr std::int64_t kWidest = std::int64_t(1) << 31;

std::int64_t width(const TensorArchive& archive, const json& object, const char* name) {
    const json& value = field(archive, kConfig, object, name);
    const double number = value.is_number_integer() ? value.get<double>() : 0.0;
    if (!(number >= 1.0 && number <= double(kWidest)))
        fail_metadata(archive, kConfig, std::string("has no sensible ") + name);
    return value.get<std::int64_t>();
}

template <class T>
T named(const TensorArchive& archive, const json& object, const char* name,
        std::optional<T> (*from_name)(std::string_view)) {
    const json& value = field(archive, kConfig, object, name);
    const auto known = value.is_string() ? from_name(value.get<std::string>()) : std::nullopt;
    if (!known) fail_metadata(archive, kConfig, std::string("has a ") + name + " that is not known here");
    return *known;
}

bool flag(const TensorArchive& archive, const json& value, const char* name) {
    if (!value.is_boolean())
        fail_metadata(archive, kConfig, std::string("has a ") + name + " that is not true or false");
    return value.get<bool>();
}

std::int64_t unit(const TensorArchive& archive, std::string_view text, std::int64_t d_ff) {
    std::int64_t number = -1;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || number < 0 || number >= d_ff)
        fail_metadata(archive, kEdits,
                      "names a hidden unit that is not one of 0 to " + std::to_string(d_ff - 1));
    return number;
}

float number(const TensorArchive& archive, const json& value) {
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    float parsed = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, parsed);
    if (error != std::errc() || stop != end)
        fail_metadata(archive, kEdits, "has a value that is not a float32 as text");
    return parsed;
}

} // namespace

std::string config_text(const FeedForwardConfig& config) {
    json object = {{"d_model", config.d_model},
                   {"d_ff", config.d_ff},
                   {"activation", name(config.activation)},
                   {"norm", name(config.norm)},
                   {"norm_placement", name(config.placement)},
                   {"eps", config.eps},
                   {"gated", config.gated}};
    if (config.second_norm) object["second_norm"] = true;
    return object.dump();
}

FeedForwardConfig config_from_metadata(const TensorArchive& archive) {
    const json object = object_of(archive, kConfig);
    FeedForwardConfig config;
    config.d_model = width(archive, object, "d_model");
    config.d_ff = width(archive, object, "d_ff");
    config.activation = named(archive, object, "activation", &activation_from_name);
    config.norm = named(archive, object, "norm", &norm_from_name);
    config.placement = named(archive, object, "norm_placement", &norm_placement_from_name);
    const json& eps = field(archive, kConfig, object, "eps");
    if (!eps.is_number() || !(eps.get<double>() >= 0.0))
        fail_metadata(archive, kConfig, "has no sensible eps");
    config.eps = eps.get<double>();
    config.gated = flag(archive, field(archive, kConfig, object, "gated"), "gated");
    if (object.contains("second_norm"))
        config.second_norm = flag(archive, object["second_norm"], "second_norm");
    return config;
}

std::string edits_text(const Edits& edits) {
    json scale = json::object();
    for (const auto& [scaled, factor] : edits.scaled)
        scale[std::to_string(scaled)] = number_text(factor);
    const json threshold = edits.threshold ? json(number_text(*edits.threshold)) : json();
    json object{{"ablate", edits.ablated}, {"scale", scale}, {"threshold", threshold}};
    for (const auto& [clamped, range] : edits.clamped)
        object["clamp"][std::to_string(clamped)] = {number_text(range.min), number_text(range.max)};
    return object.dump();
}

Edits edits_from_metadata(const TensorArchive& archive, std::int64_t d_ff) {
    const json object = object_of(archive, kEdits);
    Edits edits;
    const json& ablate = field(archive, kEdits, object, "ablate");
    if (!ablate.is_array()) fail_metadata(archive, kEdits, "should have a list of units under ablate");
    for (const auto& ablated : ablate)
        edits.ablated.insert(unit(archive, ablated.is_number() ? ablated.dump() : "", d_ff));
    const json& scale = field(archive, kEdits, object, "scale");
    if (!scale.is_object()) fail_metadata(archive, kEdits, "should have an object under scale");
    for (const auto& [scaled, factor] : scale.items())
        edits.scaled[unit(archive, scaled, d_ff)] = number(archive, factor);
    const json& threshold = field(archive, kEdits, object, "threshold");
    if (!threshold.is_null()) edits.threshold = number(archive, threshold);
    if (!object.contains("clamp")) return edits; // written before there were clamps
    const json& clamp = object["clamp"];
    if (!clamp.is_object()) fail_metadata(archive, kEdits, "should have an object under clamp");
    for (const auto& [clamped, range] : clamp.items()) {
        if (!range.is_array() || range.size() != 2)
            fail_metadata(archive, kEdits, "should have two bounds for each unit under clamp");
        edits.clamped[unit(archive, clamped, d_ff)] = {number(archive, range[0]), number(archive, range[1])};
    }
    return edits;
}

} // namespace ffn
