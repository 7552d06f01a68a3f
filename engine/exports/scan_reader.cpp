#include "engine/exports/scan_file.h"
#include "engine/formats/json_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace ffn {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::int64_t kMost = std::int64_t(1) << 53; // counts stay exact as JSON numbers

/// One object of the file, and how to call it in an error.
class Entry {
  public:
    Entry(const json& value, std::string where, const fs::path& file, std::set<std::string> keys)
        : m_value(value), m_where(std::move(where)), m_file(file) {
        if (!value.is_object()) fail("is no object");
        for (const auto& [key, ignored] : value.items())
            if (!keys.contains(key)) fail("has an entry “" + key + "” that is not known");
        for (const std::string& key : keys)
            if (!value.contains(key)) fail("lacks the entry “" + key + "”");
    }
    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(m_file, "as a scan: " + m_where + " " + sentence);
    }
    const json& at(const char* key) const { return m_value.at(key); }
    const fs::path& file() const { return m_file; }
    std::string text(const char* key) const {
        if (!at(key).is_string()) fail(std::string("has a “") + key + "” that is no text");
        return at(key).get<std::string>();
    }
    std::int64_t count(const char* key, std::int64_t most = kMost) const { return count(at(key), key, most); }
    std::int64_t count(const json& value, const char* key, std::int64_t most) const {
        const bool whole =
            value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0);
        if (!whole || value.get<std::uint64_t>() > std::uint64_t(most))
            fail(std::string("has a “") + key + "” that is no whole number from 0 to " +
                 std::to_string(most));
        return value.get<std::int64_t>();
    }
    /// A float32 that was written as a number or as "inf", "-inf".
    float value(const char* key) const {
        const json& v = at(key);
        if (v == "inf") return std::numeric_limits<float>::infinity();
        if (v == "-inf") return -std::numeric_limits<float>::infinity();
        if (!v.is_number() || double(float(v.get<double>())) != v.get<double>())
            fail(std::string("has a “") + key + "” that is no float32");
        return float(v.get<double>());
    }
    const json& list(const char* key, std::size_t most) const {
        if (!at(key).is_array() || at(key).size() > most)
            fail(std::string("has a “") + key + "” that is no list of at most " + std::to_string(most));
        return at(key);
    }
    /// Counts whose trailing zeros were left out; returns their sum.
    template <class Counts>
    std::int64_t counts(const char* key, Counts& counts) const {
        std::int64_t sum = 0;
        std::size_t i = 0;
        for (const json& each : list(key, counts.size()))
            sum += counts[i++] = count(each, key, kMost / std::int64_t(counts.size()));
        return sum;
    }

  private:
    const json& m_value;
    std::string m_where;
    const fs::path& m_file;
};

ScanSubject read_subject(const Entry& head) {
    const Entry e(head.at("subject"), "its subject", head.file(),
                  {"source", "block", "fingerprint", "d_model", "d_ff", "activation", "tokenizer",
                   "embedding", "positions"});
    ScanSubject s;
    s.source = e.text("source"), s.block = e.text("block"), s.fingerprint = e.text("fingerprint");
    s.d_model = e.count("d_model"), s.d_ff = e.count("d_ff"), s.activation = e.text("activation");
    s.tokenizer = e.text("tokenizer"), s.embedding = e.text("embedding"), s.positions = e.text("positions");
    return s;
}

std::vector<ScannedFile> read_files(const Entry& head) {
    std::vector<ScannedFile> files;
    for (const json& each : head.list("files", 10'000'000)) {
        const Entry e(each, "one of its files", head.file(), {"name", "size", "done", "lines"});
        const std::int64_t size = e.count("size");
        files.push_back({e.text("name"), size, e.count("done"), e.count("lines")});
        if (files.size() > 1 && !(files[files.size() - 2].name < files.back().name))
            e.fail("is there twice or out of order: “" + files.back().name + "”");
    }
    return files;
}

void read_tokens(const Entry& unit, UnitTally& tally) {
    tally.many_tokens = unit.at("tokens").is_null();
    if (tally.many_tokens) return;
    std::int64_t sum = 0;
    for (const json& each : unit.list("tokens", kCountedTokens)) {
        if (!each.is_array() || each.size() != 2 || !each[0].is_string())
            unit.fail("has a token count that is no pair of text and number");
        TokenCount count{each[0].get<std::string>(), unit.count(each[1], "tokens", tally.active)};
        if (!tally.by_token.empty() && !(tally.by_token.back().token < count.token))
            unit.fail("has tokens that are out of order");
        sum += count.count;
        tally.by_token.push_back(std::move(count));
    }
    if (sum != tally.active) unit.fail("has token counts that do not add up to “active”");
}

void read_top(const Entry& unit, UnitTally& tally, std::size_t most) {
    for (const json& each : unit.list("top", most)) {
        const Entry e(each, "one of its top tokens", unit.file(),
                      {"value", "token", "before", "after", "file", "sequence", "position"});
        tally.top.push_back({e.value("value"), e.text("file"), e.count("sequence"), e.count("position"),
                             e.text("token"), e.text("before"), e.text("after")});
    }
    if (!std::ranges::is_sorted(tally.top, ranks_before)) unit.fail("has top tokens that are out of order");
}

UnitTally read_unit(const json& value, std::size_t number, const CorpusScan& scan, const fs::path& file) {
    const Entry e(value, "unit " + std::to_string(number), file,
                  {"active", "nonfinite", "sum", "min", "max", "positions", "tokens", "top"});
    UnitTally tally;
    tally.active = e.count("active", scan.tokens_seen);
    tally.nonfinite = e.count("nonfinite", scan.tokens_seen);
    const auto sum = ExactSum::from_text(e.text("sum"));
    if (!sum) e.fail("has a “sum” that is no hexadecimal number");
    tally.sum = *sum;
    tally.min = e.value("min"), tally.max = e.value("max");
    if (e.counts("positions", tally.by_position) != tally.active)
        e.fail("has positions that do not add up to “active”");
    read_tokens(e, tally);
    read_top(e, tally, scan.top_count);
    return tally;
}

} // namespace

CorpusScan read_scan(const fs::path& file) {
    // The units are many and large: they are taken one by one, once it is known what they are units of.
    const JsonSink skipped{{"units"}, true, [](std::string&&, json&&) {}};
    const json value = read_json(file, {&skipped, 1});
    if (!value.is_object() || value.value("format", json()) != "ffnscope scan")
        throw Error(file, "is no file that ffnscope scan or merge wrote");
    if (value.value("version", json()) != 1)
        throw Error(file, "is a scan of another version of the format; this program reads version 1");
    const Entry head(value, "it", file,
                     {"format", "version", "subject", "threshold", "top_count", "tokens_seen",
                      "sequences_seen", "positions_seen", "files", "units"});
    CorpusScan scan;
    scan.subject = read_subject(head);
    scan.threshold = head.value("threshold");
    scan.top_count = std::size_t(head.count("top_count", 10'000));
    scan.tokens_seen = head.count("tokens_seen");
    scan.sequences_seen = head.count("sequences_seen");
    if (head.counts("positions_seen", scan.positions_seen) != scan.tokens_seen)
        head.fail("has “positions_seen” that do not add up to “tokens_seen”");
    scan.files = read_files(head);
    (void)head.list("units", 0); // says that there is none
    const JsonSink units{{"units"}, true, [&](std::string&&, json&& unit) {
                             if (std::int64_t(scan.units.size()) == scan.subject.d_ff)
                                 head.fail("has more units than its d_ff");
                             scan.units.push_back(read_unit(unit, scan.units.size(), scan, file));
                         }};
    (void)read_json(file, {&units, 1});
    if (std::int64_t(scan.units.size()) != scan.subject.d_ff) head.fail("has fewer units than its d_ff");
    return scan;
}

} // namespace ffn
