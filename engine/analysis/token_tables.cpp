#include "engine/analysis/token_tables.h"

#include "engine/analysis/layer_norm_view.h"
#include "engine/analysis/norm_steps.h"
#include "engine/analysis/provenance.h"
#include "engine/analysis/token_rows.h"
#include "engine/analysis/update_writers.h"
#include "engine/analysis/waterfall.h"

namespace ffn {

namespace {

using Row = std::vector<TableCell>;

const std::string& text_of(const Snapshot& s, const TokenRow& at) {
    return s.tokens->rows[std::size_t(at.batch)][std::size_t(at.position)].text;
}

TableCell stage_name(const std::optional<Stage>& stage) {
    return stage ? TableCell(std::string(name(*stage))) : TableCell();
}

TableCell place(std::int64_t at) {
    return at < 0 ? TableCell() : TableCell(at);
}

std::string kind_name(Term::Kind kind) {
    constexpr const char* kNames[] = {"product", "bias", "rest", "addend"};
    return kNames[int(kind)];
}

std::string kind_name(WaterfallStep::Kind kind) {
    constexpr const char* kNames[] = {"input",  "bias",  "unit", "rest",      "second_norm", "residual_sum",
                                      "centre", "scale", "gain", "norm_bias", "output"};
    return kNames[int(kind)];
}

void add_gains(Table& table, const Tensor& values, const std::string& which, double k) {
    const Outliers found = outliers(values.values(), k);
    for (const std::int64_t unit : found.units)
        table.rows.push_back({which, unit, values.values()[std::size_t(unit)], found.median, found.mad});
}

} // namespace

Table residual_table(const Snapshot& snapshot) {
    Table table{"residual",
                {"batch", "position", "token", "input_norm", "update_norm", "sum_norm",
                 "update_to_input_norm_ratio", "cosine_input_update", "cosine_input_output_sum"},
                {}};
    const auto tokens = residual(snapshot);
    for (const TokenRow& at : token_rows(*snapshot.tokens, snapshot.shape(Stage::Input).len)) {
        const TokenResidual& r = tokens[std::size_t(at.batch)][std::size_t(at.position)];
        table.rows.push_back({at.batch, at.position, text_of(snapshot, at), r.input_norm, r.update_norm,
                              r.sum_norm, r.update_to_input_ratio, r.cosine_input_update,
                              r.cosine_input_sum});
    }
    return table;
}

Table writers_table(const Snapshot& snapshot, std::size_t count) {
    Table table{"writers",
                {"batch", "position", "token", "rank", "unit", "activation", "column_norm", "contribution",
                 "along_update", "share_of_update"},
                {}};
    for (const TokenRow& at : token_rows(*snapshot.tokens, snapshot.shape(Stage::Hidden).len)) {
        const UpdateWriters writers = update_writers(snapshot, at.row, count);
        std::int64_t rank = 0;
        for (const UnitWrite& w : writers.units)
            table.rows.push_back({at.batch, at.position, text_of(snapshot, at), ++rank, w.unit, w.activation,
                                  w.column_norm, w.contribution, w.along, w.along / writers.update_norm});
    }
    return table;
}

Table outliers_table(const Snapshot& snapshot, const OutlierRules& rules) {
    Table table{
        "outliers",
        {"stage", "dim", "rms", "ratio_to_median", "peak", "peak_batch", "peak_position", "massive_cells"},
        {}};
    for (const Stage stage : {Stage::Input, Stage::ResidualSum, Stage::Output}) {
        if (!snapshot.has(stage)) continue;
        const std::int64_t len = snapshot.shape(stage).len;
        for (const OutlierDimension& d : outlier_dimensions(snapshot, stage, rules).dims)
            table.rows.push_back({stage_name(stage), d.dim, d.rms, d.ratio, d.peak, d.peak_row / len,
                                  d.peak_row % len, d.massive});
    }
    return table;
}

Table norm_table(const Snapshot& snapshot) {
    Table table{"norm",
                {"batch", "position", "token", "mean", "variance", "rstd", "centred_sum",
                 "centred_cosine_ones", "scaled_sum", "scaled_length", "expected_length", "left_length"},
                {}};
    const std::int64_t len = snapshot.shape(Stage::Input).len;
    for (const TokenRow& at : token_rows(*snapshot.tokens, len)) {
        const auto n = norm_steps(snapshot, at.row);
        if (!n) break;
        const auto step = [&](NormStep s) -> const NormStepRow& { return n->steps[std::size_t(s)]; };
        table.rows.push_back({at.batch, at.position, text_of(snapshot, at), n->mean, n->variance, n->rstd,
                              step(NormStep::Centred).sum, step(NormStep::Centred).cosine_ones,
                              step(NormStep::Scaled).sum, step(NormStep::Scaled).length, n->expected_length,
                              step(NormStep::Shifted).length});
    }
    return table;
}

Table gains_table(const Snapshot& snapshot, double k) {
    Table table{"gains", {"parameter", "dim", "value", "median", "mad"}, {}};
    if (!snapshot.model) return table;
    add_gains(table, snapshot.model->norm_gain, "gain", k);
    add_gains(table, snapshot.model->norm_bias, "bias", k);
    add_gains(table, snapshot.model->second_gain, "second_gain", k);
    add_gains(table, snapshot.model->second_bias, "second_bias", k);
    return table;
}

Table cell_table(const Snapshot& snapshot, Stage stage, std::int64_t row, std::int64_t unit, int largest) {
    Table table{"cell", {"kind", "stage", "unit", "factor", "weight", "weight_stage", "value", "terms"}, {}};
    const auto p = provenance(snapshot, stage, row, unit, largest);
    if (!p) return table;
    for (const Term& t : p->terms) {
        Row cells{kind_name(t.kind), stage_name(t.stage),        place(t.unit), t.factor,
                  t.weight,          stage_name(t.weight_stage), t.value,       std::int64_t(1)};
        if (t.kind == Term::Kind::Rest) cells[3] = cells[4] = TableCell(), cells[7] = p->rest_terms;
        table.rows.push_back(std::move(cells));
    }
    const TableCell none;
    const auto terms = std::int64_t(p->terms.size()) + p->rest_terms - (p->rest_terms > 0);
    table.rows.push_back({std::string("sum"), none, none, none, none, none, p->sum, terms});
    table.rows.push_back({std::string("value"), stage_name(stage), unit, none, none, none, p->value, none});
    return table;
}

Table waterfall_table(const Snapshot& snapshot, std::int64_t row, std::int64_t dim, std::size_t largest) {
    Table table{"waterfall", {"step", "unit", "change", "total"}, {}};
    const auto steps = waterfall(snapshot, row, dim, largest);
    if (!steps) return table;
    for (const WaterfallStep& s : *steps)
        table.rows.push_back({kind_name(s.kind), place(s.unit), s.change, s.total});
    return table;
}

} // namespace ffn
