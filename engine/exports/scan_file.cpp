#include "engine/exports/scan_file.h"

#include "engine/core/atomic_file.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ffn {

namespace {

using Json = nlohmann::ordered_json;

// Trailing zeros are left out: most units and short texts have many.
template <class Counts>
Json counts_json(const Counts& counts) {
    std::size_t n = counts.size();
    while (n > 0 && counts[n - 1] == 0)
        --n;
    return std::vector<std::int64_t>(counts.begin(), counts.begin() + std::ptrdiff_t(n));
}

// Exactly: a float32 is a float64. What is no number in JSON is a text.
Json value_json(float v) {
    if (std::isfinite(v)) return double(v);
    return std::isnan(v) ? "nan" : v > 0 ? "inf" : "-inf";
}

Json subject_json(const ScanSubject& s) {
    return {{"source", s.source},       {"block", s.block},         {"fingerprint", s.fingerprint},
            {"d_model", s.d_model},     {"d_ff", s.d_ff},           {"activation", s.activation},
            {"tokenizer", s.tokenizer}, {"embedding", s.embedding}, {"positions", s.positions}};
}

Json top_json(const TopToken& t) {
    return {{"value", value_json(t.value)},
            {"token", t.token},
            {"before", t.before},
            {"after", t.after},
            {"file", t.file},
            {"sequence", t.sequence},
            {"position", t.position}};
}

Json unit_json(const UnitTally& u) {
    Json json = {{"active", u.active},       {"nonfinite", u.nonfinite},
                 {"sum", u.sum.text()},      {"min", value_json(u.min)},
                 {"max", value_json(u.max)}, {"positions", counts_json(u.by_position)}};
    json["tokens"] = nullptr; // too many different ones
    if (!u.many_tokens) json["tokens"] = Json::array();
    for (const TokenCount& each : u.by_token)
        json["tokens"].push_back(Json::array({each.token, each.count}));
    json["top"] = Json::array();
    for (const TopToken& each : u.top)
        json["top"].push_back(top_json(each));
    return json;
}

Json files_json(std::vector<ScannedFile> files) {
    std::ranges::sort(files, {}, &ScannedFile::name);
    Json json = Json::array();
    for (const ScannedFile& f : files)
        json.push_back({{"name", f.name}, {"size", f.size}, {"done", f.done}, {"lines", f.lines}});
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string scan_text(const CorpusScan& scan) {
    Json head = {{"format", "ffnscope scan"},
                 {"version", 1},
                 {"subject", subject_json(scan.subject)},
                 {"threshold", value_json(scan.threshold)},
                 {"top_count", scan.top_count},
                 {"tokens_seen", scan.tokens_seen},
                 {"sequences_seen", scan.sequences_seen},
                 {"positions_seen", counts_json(scan.positions_seen)},
                 {"files", files_json(scan.files)}};
    std::string text = dump(head);
    text.pop_back();
    text += ",\n\"units\":[";
    for (std::size_t u = 0; u < scan.units.size(); ++u) // a line each, without the whole tree in memory
        text.append(u ? ",\n" : "\n").append(dump(unit_json(scan.units[u])));
    return text + "\n]}\n";
}

void write_scan(const CorpusScan& scan, const std::filesystem::path& path) {
    const std::string text = scan_text(scan);
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

} // namespace ffn
