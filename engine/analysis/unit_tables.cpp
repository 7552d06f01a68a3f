#include "engine/analysis/unit_tables.h"

namespace ffn {

namespace {

// −1 stands for nothing.
TableCell place(std::int64_t at) {
    return at < 0 ? TableCell() : TableCell(at);
}

constexpr const char* kKindColumns[] = {"dead_so_far", "always_on", "one_token", "position", "rare", "other"};

} // namespace

Table sparsity_table(const Snapshot& snapshot, const Sparsity& sparsity) {
    Table table{"sparsity", {"batch", "position", "token", "active_fraction", "threshold"}, {}};
    for (std::size_t b = 0; b < sparsity.zero_fraction_per_token.size(); ++b) {
        const auto& zeros = sparsity.zero_fraction_per_token[b];
        for (std::size_t p = 0; p < zeros.size(); ++p)
            table.rows.push_back({std::int64_t(b), std::int64_t(p), snapshot.tokens->rows[b][p].text,
                                  1 - zeros[p], sparsity.threshold});
    }
    return table;
}

Table sequences_table(const Sparsity& sparsity) {
    Table table{"sequences", {"batch", "tokens", "active_fraction", "union_fraction", "threshold"}, {}};
    for (std::size_t b = 0; b < sparsity.sequences.size(); ++b) {
        const SequenceSparsity& s = sparsity.sequences[b];
        table.rows.push_back(
            {std::int64_t(b), s.tokens, s.active_fraction, s.union_fraction, sparsity.threshold});
    }
    const auto& unions = sparsity.union_by_tokens;
    table.rows.push_back({TableCell(), sparsity.tokens_seen, 1 - sparsity.zero_fraction,
                          unions.empty() ? TableCell() : TableCell(unions.back()), sparsity.threshold});
    return table;
}

Table union_table(const Sparsity& sparsity) {
    Table table{"union", {"tokens", "union_fraction", "threshold"}, {}};
    for (std::size_t i = 0; i < sparsity.union_by_tokens.size(); ++i)
        table.rows.push_back({std::int64_t(i + 1), sparsity.union_by_tokens[i], sparsity.threshold});
    return table;
}

Table savings_table() {
    return {"savings",
            {"rule", "at", "kept_fraction", "second_product_saved", "whole_block_saved", "silent_units",
             "projection_mean_cosine", "projection_worst_cosine", "projection_relative_l2",
             "output_mean_cosine", "output_worst_cosine", "output_relative_l2", "tokens"},
            {}};
}

void add_curve(Table& table, KeepRule rule, std::span<const SavingsPoint> curve) {
    const std::string words = rule == KeepRule::Largest ? "top_k" : "threshold";
    for (const SavingsPoint& p : curve)
        table.rows.push_back({words, p.at, p.kept_fraction, p.second_product, p.whole_block, p.silent_units,
                              p.projection.mean_cosine, p.projection.worst_cosine, p.projection.relative_l2,
                              p.output.mean_cosine, p.output.worst_cosine, p.output.relative_l2, p.tokens});
}

Table census_table(const UnitCensus& census) {
    Table table{"census",
                {"unit", "kind", "active", "tokens_seen", "active_fraction", "mean", "max", "min",
                 "nonfinite", "main_token", "main_share", "first_position", "last_position", "input_norm",
                 "gate_norm", "output_norm", "top_tokens"},
                {}};
    for (const UnitRecord& u : census.units) {
        std::string top;
        for (const TopToken& each : u.top)
            top.append(top.empty() ? "" : " ").append(each.token);
        table.rows.push_back({u.unit, TableCell(name(u.kind)), u.active, census.tokens_seen,
                              u.active_fraction, u.mean, u.max, u.min, u.nonfinite, u.main_token,
                              u.main_share, place(u.first_position), place(u.last_position), u.input_norm,
                              u.gate_norm, u.output_norm, top});
    }
    return table;
}

Table top_tokens_table(const UnitCensus& census) {
    Table table{"top_tokens",
                {"unit", "rank", "value", "token", "before", "after", "file", "sequence", "position"},
                {}};
    for (const UnitRecord& u : census.units)
        for (std::size_t i = 0; i < u.top.size(); ++i) {
            const TopToken& t = u.top[i];
            table.rows.push_back({u.unit, std::int64_t(i + 1), t.value, t.token, t.before, t.after, t.file,
                                  t.sequence, t.position});
        }
    return table;
}

Table kinds_table(const UnitCensus& census) {
    Table table{"kinds", {"kind", "units", "tokens_seen"}, {}};
    for (std::size_t k = 0; k < kUnitKinds; ++k)
        table.rows.push_back({TableCell(name(UnitKind(k))), census.kinds[k], census.tokens_seen});
    return table;
}

Table layers_table(std::span<const LayerSummary> layers) {
    Table table{"layers",
                {"block", "d_model", "d_ff", "activation", "tokens_seen", "threshold", "active_fraction",
                 "union_fraction"},
                {}};
    table.columns.insert(table.columns.end(), std::begin(kKindColumns), std::end(kKindColumns));
    table.columns.insert(table.columns.end(), {"update_ratio", "input_cosine"});
    for (const LayerSummary& l : layers) {
        std::vector<TableCell> row{l.block,           l.d_model,       l.d_ff,
                                   l.activation,      l.tokens_seen,   l.threshold,
                                   l.active_fraction, l.union_fraction};
        for (const std::int64_t units : l.kinds)
            row.emplace_back(units);
        row.emplace_back(l.update_ratio);
        row.emplace_back(l.input_cosine);
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace ffn
