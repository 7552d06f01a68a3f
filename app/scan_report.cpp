#include "app/scan_report.h"

#include "app/terminal_text.h"

namespace ffn::app {

namespace {

std::string counted(std::int64_t n, const std::string& one) {
    return std::to_string(n) + " " + one + (n == 1 ? "" : "s");
}

} // namespace

std::string scan_report(const CorpusScan& scan, const UnitCensus& census, const std::filesystem::path& out) {
    std::string text = printable(scan.subject.source);
    if (!scan.subject.block.empty()) text += ", block " + printable(scan.subject.block);
    text += "\n" + counted(scan.tokens_seen, "token") + " in " + counted(scan.sequences_seen, "line") +
            " of " + counted(std::int64_t(scan.files.size()), "file") + "\n\n";
    std::vector<std::vector<std::string>> rows{{"kind", "units"}};
    for (std::size_t k = 0; k < kUnitKinds; ++k)
        rows.push_back({std::string(name(UnitKind(k))), std::to_string(census.kinds[k])});
    return text + table_text(rows, {false, true}) + "\nsaved in " + printable(out.string()) + "\n";
}

} // namespace ffn::app
