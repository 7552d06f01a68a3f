#include "app/edit_options.h"

#include "app/usage_error.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

namespace ffn::app {

namespace {

/// More units than any block has; keeps `0-9999999999` from filling the memory.
constexpr std::int64_t kMostUnits = 10'000'000;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::optional<std::int64_t> unit_from(std::string_view text) {
    const auto unit = number_from<std::int64_t>(text);
    return unit && *unit >= 0 && *unit < kMostUnits ? unit : std::nullopt;
}

void add_units(std::string_view option, std::string_view part, std::set<std::int64_t>& units) {
    const std::size_t dash = part.find('-', 1);
    const auto first = unit_from(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : unit_from(part.substr(dash + 1));
    if (!first || !last || *last < *first)
        throw UsageError(std::string(option) + ": “" + std::string(part) +
                         "” is neither a hidden unit nor a range of them; write 12,55-60");
    for (std::int64_t unit = *first; unit <= *last; ++unit)
        units.insert(unit);
}

void scale_unit(Edits& edits, std::string_view part) {
    const std::size_t equals = part.find('=');
    const auto unit = unit_from(part.substr(0, equals));
    const auto factor =
        equals == std::string_view::npos ? std::nullopt : number_from<float>(part.substr(equals + 1));
    if (!unit || !factor || !std::isfinite(*factor))
        throw UsageError("--scale: “" + std::string(part) +
                         "” is no hidden unit and its factor; write 7=2.5, or a whole number for images");
    edits.scaled[*unit] = *factor;
}

// 7=0:1.5, or 7=2 for one fixed value.
void clamp_unit(Edits& edits, std::string_view part) {
    const std::size_t equals = part.find('=');
    const auto unit = unit_from(part.substr(0, equals));
    const std::string_view ends = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    const std::size_t colon = ends.find(':');
    const auto min = number_from<float>(ends.substr(0, colon));
    const auto max = colon == std::string_view::npos ? min : number_from<float>(ends.substr(colon + 1));
    if (!unit || !min || !max || !(*min <= *max))
        throw UsageError("--clamp: “" + std::string(part) +
                         "” is no hidden unit and its bounds; write 7=0:1.5, or 7=2 for a fixed value");
    edits.clamped[*unit] = {*min, *max};
}

} // namespace

std::vector<std::int64_t> parse_units(std::string_view option, const std::vector<std::string>& words) {
    std::set<std::int64_t> units;
    for (const std::string& word : words)
        for (const std::string_view part : split(word))
            add_units(option, part, units);
    return {units.begin(), units.end()};
}

Edits parse_edits(const std::vector<std::string>& ablate, const std::vector<std::string>& scale,
                  const std::vector<std::string>& clamp) {
    Edits edits;
    for (const std::int64_t unit : parse_units("--ablate", ablate))
        edits.ablated.insert(unit);
    for (const std::string& word : scale)
        for (const std::string_view part : split(word))
            scale_unit(edits, part);
    for (const std::string& word : clamp)
        for (const std::string_view part : split(word))
            clamp_unit(edits, part);
    return edits;
}

} // namespace ffn::app
