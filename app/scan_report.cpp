#include "app/scan_report.h"

#include "app/terminal_text.h"

namespace ffn::app {

std::string scan_report(const CorpusScan& scan, const UnitCensus& census, const std::filesystem::path& out) {
    std::string text = printable(scan.subject.source);
    if (!scan.subject.block.empty()) text.append(", block ").append(printable(scan.subject.block));
    text.append("\n").append(counted(scan.tokens_seen, "token"));
    text.append(" in ").append(counted(scan.sequences_seen, "line"));
    text.append(" of ").append(counted(std::int64_t(scan.files.size()), "file")).append("\n\n");
    std::vector<std::vector<std::string>> rows{{"kind", "units"}};
    for (std::size_t k = 0; k < kUnitKinds; ++k)
        rows.push_back({std::string(name(UnitKind(k))), std::to_string(census.kinds[k])});
    text.append(table_text(rows, {false, true}));
    return text.append("\nsaved in ").append(printable(out.string())).append("\n");
}

} // namespace ffn::app
