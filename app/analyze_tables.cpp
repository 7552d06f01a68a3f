#include "app/analyze_tables.h"

#include "app/terminal_text.h"
#include "engine/analysis/comparison_tables.h"
#include "engine/analysis/layer_summary.h"
#include "engine/analysis/token_tables.h"
#include "engine/analysis/unit_tables.h"
#include "engine/analysis/word_changes.h"
#include "ui/request/word_tables.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ffn::app {

namespace {

using Context = AnalyzeContext;

Table savings(Context& c) {
    Table table = savings_table();
    for (const KeepRule rule : {KeepRule::AboveThreshold, KeepRule::Largest}) {
        const auto points = savings_points(*c.snapshot, rule, c.options.points);
        add_curve(table, rule,
                  savings_curve(*c.snapshot, rule, points, &c.pool, c.progress.step("computing savings")));
    }
    return table;
}

// The same input through every block that takes it; a block that cannot be computed is passed over aloud.
Table layers(Context& c) {
    std::vector<LayerSummary> summaries;
    for (const Block& block : c.model.listing.blocks) {
        if (block.config.d_model != c.snapshot->config.d_model) continue;
        const Progress step = c.progress.step("computing layers");
        try {
            const ui::OpenedModel opened =
                ui::open_block(c.model, std::to_string(block.index), c.progress.step("reading the weights"));
            ForwardOptions engine = c.options.engine;
            engine.stages = summary_stages(opened.model->config);
            const auto pass = forward(opened.model, c.input.tokens, c.input.states, {}, engine, step);
            const float above = c.options.active_above.value_or(suggested_threshold(*pass));
            summaries.push_back(layer_summary(*pass, above, {}, &c.pool, step));
        } catch (const Error& error) {
            c.progress.clear();
            std::string sentence("block ");
            sentence.append(block.id).append(" is left out of the table of layers: ").append(error.what());
            complain("warning", sentence);
        }
    }
    return layers_table(summaries);
}

Table compare(Context& c) {
    return distances_table(c.match(),
                           stage_distances(*c.against, *c.snapshot, c.match(), c.progress.step("comparing")));
}

// Read off the output: what the model says next, where its last block is this one.
Table words(Context& c) {
    const Progress step = c.progress.step("reading words");
    if (c.against->stage(Stage::Output).dim() != c.snapshot->stage(Stage::Output).dim())
        throw Error(c.options.against, "has another d_model, so its words cannot be compared");
    const ui::WordTables tables = ui::open_word_tables(*c.encoder, c.model, step);
    return words_table(
        *c.against, *c.snapshot, c.match(), *tables.output, [&](std::int64_t id) { return tables.word(id); },
        {c.options.top, c.options.engine.threads}, step);
}

std::int64_t row_of(const Context& c) {
    const CellChoice& cell = *c.options.cell;
    const std::int64_t len = c.snapshot->shape(Stage::Input).len;
    if (cell.batch >= c.snapshot->tokens->batch() ||
        cell.position >= c.snapshot->tokens->length(cell.batch)) {
        std::string sentence("--cell: there is no token ");
        sentence.append(std::to_string(cell.position)).append(" in row ");
        throw Error(sentence.append(std::to_string(cell.batch)).append(" of the batch"));
    }
    return cell.batch * len + cell.position;
}

void check_cell(const Context& c, Stage stage) {
    std::string sentence("--cell: ");
    if (!c.snapshot->has(stage))
        throw Error(sentence.append("this block has no stage “").append(name(stage)).append("”"));
    const std::int64_t last = c.snapshot->stage(stage).dim() - 1;
    if (c.options.cell->unit > last) {
        sentence.append("the stage “").append(name(stage)).append("” has units 0 to ");
        throw Error(sentence.append(std::to_string(last)));
    }
}

Table cell(Context& c) {
    const CellChoice& choice = *c.options.cell;
    const std::int64_t row = row_of(c);
    check_cell(c, choice.stage);
    return cell_table(*c.snapshot, choice.stage, row, choice.unit, int(c.options.top));
}

Table falling(Context& c) {
    check_cell(c, Stage::ResidualSum);
    return waterfall_table(*c.snapshot, row_of(c), c.options.cell->unit, c.options.top);
}

const char* always(const Context&) {
    return nullptr;
}
const char* with_norm(const Context& c) {
    return c.snapshot->config.norm == Norm::None ? "this block has no norm" : nullptr;
}
const char* with_blocks(const Context& c) {
    return c.model.listing.blocks.empty() ? "random weights are one block" : nullptr;
}
const char* with_against(const Context& c) {
    return c.against ? nullptr
                     : "there is nothing to compare with; give an edit, --against FILE or --against-block ID";
}
const char* with_words(const Context& c) {
    if (const char* why = with_against(c)) return why;
    if (!c.encoder || !c.encoder->table)
        return "the input is no text that the model's own embeddings turned into states";
    return c.against->has(Stage::Output) ? nullptr : "the snapshot keeps no output";
}
const char* with_cell(const Context& c) {
    return c.options.cell ? nullptr : "say which with --cell STAGE:BATCH,POSITION,UNIT";
}
const char* with_output_cell(const Context& c) {
    if (!c.options.cell) return with_cell(c);
    return info(c.options.cell->stage).width == StageWidth::Model ? nullptr
                                                                  : "--cell is in no stage of d_model";
}

struct Maker {
    std::string_view name;
    Table (*make)(Context&);
    const char* (*missing)(const Context&); ///< why it does not apply, or null
};

Progress quiet(Context& c) {
    return c.progress.step("analysing");
}

constexpr std::array kMakers{
    Maker{"sparsity", [](Context& c) { return sparsity_table(*c.snapshot, c.sparsity()); }, always},
    Maker{"sequences", [](Context& c) { return sequences_table(c.sparsity()); }, always},
    Maker{"union", [](Context& c) { return union_table(c.sparsity()); }, always},
    Maker{"savings", savings, always},
    Maker{"census", [](Context& c) { return census_table(c.census()); }, always},
    Maker{"kinds", [](Context& c) { return kinds_table(c.census()); }, always},
    Maker{"top_tokens", [](Context& c) { return top_tokens_table(c.census()); }, always},
    Maker{"residual", [](Context& c) { return residual_table(*c.snapshot); }, always},
    Maker{"writers", [](Context& c) { return writers_table(*c.snapshot, c.options.top); }, always},
    Maker{"outliers", [](Context& c) { return outliers_table(*c.snapshot); }, always},
    Maker{"norm", [](Context& c) { return norm_table(*c.snapshot); }, with_norm},
    Maker{"gains", [](Context& c) { return gains_table(*c.snapshot); }, with_norm},
    Maker{"layers", layers, with_blocks},
    Maker{"numerics",
          [](Context& c) {
              return numerics_table(*c.snapshot,
                                    numerics(*c.snapshot, &c.pool, c.progress.step("computing in float64")));
          },
          always},
    Maker{"nonfinite", [](Context& c) { return nonfinite_table(*c.snapshot, trace_nonfinite(*c.snapshot)); },
          always},
    Maker{"compare", compare, with_against},
    Maker{"differences",
          [](Context& c) { return differences_table(*c.against, *c.snapshot, c.match(), c.options.top); },
          with_against},
    Maker{"alignment", [](Context& c) { return alignment_table(*c.against, *c.snapshot, c.match()); },
          with_against},
    Maker{"words", words, with_words},
    Maker{"cell", cell, with_cell},
    Maker{"waterfall", falling, with_output_cell},
};

} // namespace

float AnalyzeContext::threshold() const {
    return options.active_above.value_or(suggested_threshold(*snapshot));
}

const Sparsity& AnalyzeContext::sparsity() {
    if (!m_sparsity) m_sparsity = ffn::sparsity(*snapshot, threshold(), &pool, quiet(*this));
    return *m_sparsity;
}

const UnitCensus& AnalyzeContext::census() {
    if (!m_census) m_census = unit_census(*snapshot, threshold(), {}, &pool, quiet(*this));
    return *m_census;
}

const TokenMatch& AnalyzeContext::match() {
    if (!m_match) m_match = match_tokens(*against, *snapshot);
    return *m_match;
}

std::vector<std::string> table_names() {
    std::vector<std::string> names;
    for (const Maker& maker : kMakers)
        names.emplace_back(maker.name);
    return names;
}

std::vector<Table> make_tables(AnalyzeContext& context) {
    std::vector<Table> tables;
    const auto& wanted = context.options.tables;
    for (const Maker& maker : kMakers) {
        const bool named = std::ranges::count(wanted, maker.name) > 0;
        if (!wanted.empty() && !named) continue;
        quiet(context).check();
        if (const char* why = maker.missing(context)) {
            if (named)
                throw Error(
                    std::string("the table “").append(maker.name).append("” cannot be made: ").append(why));
            continue;
        }
        tables.push_back(maker.make(context));
    }
    return tables;
}

} // namespace ffn::app
