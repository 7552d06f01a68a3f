#include "engine/analysis/comparison_tables.h"

namespace ffn {

namespace {

using Row = std::vector<TableCell>;

TableCell stage_name(Stage stage) {
    return std::string(name(stage));
}

// −1 stands for nothing.
TableCell place(std::int64_t at) {
    return at < 0 ? TableCell() : TableCell(at);
}

TableCell text_at(const Snapshot& s, std::size_t batch, std::int64_t position) {
    return position < 0 ? TableCell() : TableCell(s.tokens->rows[batch][std::size_t(position)].text);
}

void add_place(Row& row, const Snapshot& s, const Loss& loss) {
    const std::int64_t len = s.shape(Stage::Input).len;
    row.push_back(loss.row < 0 ? TableCell() : TableCell(loss.row / len));
    row.push_back(loss.row < 0 ? TableCell() : TableCell(loss.row % len));
    row.push_back(place(loss.unit));
}

} // namespace

Table distances_table(const TokenMatch& match, std::span<const StageDistance> distances) {
    Table table{"compare",
                {"stage", "cells", "differing", "max_abs", "batch", "a_position", "b_position", "unit",
                 "mean_abs", "relative_l2", "cosine", "nonfinite_a", "nonfinite_b"},
                {}};
    for (const StageDistance& d : distances) {
        const RowPair* at = d.pair < 0 ? nullptr : &match.rows[std::size_t(d.pair)];
        const TableCell none;
        table.rows.push_back({stage_name(d.stage), d.cells, d.differing, d.max_abs,
                              at ? TableCell(at->batch) : none, at ? TableCell(at->a_position) : none,
                              at ? TableCell(at->b_position) : none, place(d.unit), d.mean_abs, d.relative_l2,
                              d.cosine, d.nonfinite_a, d.nonfinite_b});
    }
    return table;
}

Table differences_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match, std::size_t count) {
    Table table{"differences",
                {"stage", "rank", "batch", "a_position", "a_token", "b_position", "b_token", "unit", "a", "b",
                 "difference"},
                {}};
    for (const StageInfo& s : stages()) {
        if (!a.has(s.stage) || !b.has(s.stage) || a.stage(s.stage).dim() != b.stage(s.stage).dim()) continue;
        std::int64_t rank = 0;
        for (const CellDifference& d : largest_differences(a, b, match, s.stage, count)) {
            const RowPair& at = match.rows[std::size_t(d.pair)];
            const auto batch = std::size_t(at.batch);
            table.rows.push_back({stage_name(s.stage), ++rank, at.batch, at.a_position,
                                  text_at(a, batch, at.a_position), at.b_position,
                                  text_at(b, batch, at.b_position), d.unit, d.a, d.b, d.difference});
        }
    }
    return table;
}

Table alignment_table(const Snapshot& a, const Snapshot& b, const TokenMatch& match) {
    Table table{"alignment", {"batch", "a_position", "a_token", "b_position", "b_token", "same"}, {}};
    for (std::size_t batch = 0; batch < match.pairs.size(); ++batch)
        for (const TokenPair& p : match.pairs[batch])
            table.rows.push_back({std::int64_t(batch), place(p.a), text_at(a, batch, p.a), place(p.b),
                                  text_at(b, batch, p.b), std::int64_t(p.same)});
    return table;
}

Table numerics_table(const Snapshot& snapshot, std::span<const StageLoss> losses) {
    Table table{"numerics",
                {"stage", "cells", "total_max_abs", "total_batch", "total_position", "total_unit",
                 "total_rms", "total_relative_l2", "local_max_abs", "local_batch", "local_position",
                 "local_unit", "local_rms", "local_relative_l2", "nonfinite"},
                {}};
    for (const StageLoss& l : losses) {
        Row row{stage_name(l.stage), l.total.cells, l.total.max_abs};
        add_place(row, snapshot, l.total);
        row.insert(row.end(), {l.total.rms, l.total.relative_l2, l.local.max_abs});
        add_place(row, snapshot, l.local);
        row.insert(row.end(), {l.local.rms, l.local.relative_l2, l.nonfinite});
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table nonfinite_table(const Snapshot& snapshot, const NonFiniteTrace& trace) {
    Table table{"nonfinite", {"batch", "position", "token", "stage", "unit", "value", "cells", "cause"}, {}};
    for (const NonFiniteOrigin& o : trace.origins)
        table.rows.push_back({o.batch, o.position, text_at(snapshot, std::size_t(o.batch), o.position),
                              stage_name(o.stage), o.unit, o.value, o.cells, o.cause});
    return table;
}

} // namespace ffn
