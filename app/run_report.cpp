#include "app/run_report.h"

#include "app/terminal_text.h"
#include "engine/analysis/residual.h"
#include "engine/analysis/sparsity.h"
#include "engine/core/number_text.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace ffn::app {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json model_json(const Snapshot& s) {
    const FeedForwardConfig& c = s.config;
    Json json = {{"source", s.source},
                 {"block", s.block},
                 {"d_model", c.d_model},
                 {"d_ff", c.d_ff},
                 {"activation", name(c.activation)},
                 {"norm", name(c.norm)},
                 {"norm_placement", name(c.placement)},
                 {"eps", c.eps},
                 {"gated", c.gated},
                 {"parameters", s.model->parameters()}};
    if (has_second_norm(c)) json["second_norm"] = true;
    if (!s.model->note.empty()) json["note"] = s.model->note;
    return json;
}

Json input_json(const TokenBatch& tokens) {
    Json texts = Json::array(), ids = Json::array();
    for (const auto& row : tokens.rows) {
        Json row_texts = Json::array(), row_ids = Json::array();
        for (const Token& token : row) {
            row_texts.push_back(token.text);
            row_ids.push_back(token.id < 0 ? Json(nullptr) : Json(token.id));
        }
        texts.push_back(std::move(row_texts));
        ids.push_back(std::move(row_ids));
    }
    return {{"batch", tokens.batch()}, {"length", tokens.len()}, {"tokens", texts}, {"ids", ids}};
}

Json shape_json(const Snapshot& s, Stage stage) {
    const Shape shape = s.shape(stage);
    if (info(stage).width == StageWidth::One) return {shape.batch, shape.len};
    return {shape.batch, shape.len, shape.dim};
}

Json stage_json(const Snapshot& s, Stage stage) {
    const StageSummary& sum = s.summary(stage);
    const auto of_finite = [&](double value) { return sum.finite > 0 ? number(value) : Json(nullptr); };
    return {{"name", name(stage)},
            {"shape", shape_json(s, stage)},
            {"min", of_finite(sum.min)},
            {"max", of_finite(sum.max)},
            {"mean", of_finite(sum.mean)},
            {"std", of_finite(sum.std())},
            {"l2", of_finite(sum.l2())},
            {"zero_fraction", number(sum.zero_fraction())},
            {"nan", sum.nan},
            {"pos_inf", sum.pos_inf},
            {"neg_inf", sum.neg_inf}};
}

Json sparsity_json(const Snapshot& snapshot) {
    const Sparsity s = sparsity(snapshot);
    Json per_token = Json::array();
    for (const auto& row : s.zero_fraction_per_token) {
        Json fractions = Json::array();
        for (const double fraction : row)
            fractions.push_back(number(fraction));
        per_token.push_back(std::move(fractions));
    }
    return {{"zero_fraction", number(s.zero_fraction)},
            {"zero_fraction_per_token", per_token},
            {"units_never_active", s.units_never_active},
            {"units_always_active", s.units_always_active},
            {"tokens_seen", s.tokens_seen}};
}

Json residual_json(const Snapshot& snapshot) {
    Json cosines = Json::array(), ratios = Json::array();
    for (const auto& row : residual(snapshot)) {
        Json row_cosines = Json::array(), row_ratios = Json::array();
        for (const TokenResidual& token : row) {
            row_cosines.push_back(number(token.cosine_input_sum));
            row_ratios.push_back(number(token.update_to_input_ratio));
        }
        cosines.push_back(std::move(row_cosines));
        ratios.push_back(std::move(row_ratios));
    }
    return {{"cosine_input_output_sum", cosines}, {"update_to_input_norm_ratio", ratios}};
}

/// Five digits are enough to look at.
std::string rounded(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5g", value);
    return text;
}

std::string percent(double fraction) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * fraction);
    return text;
}

std::vector<std::string> stage_row(const Snapshot& s, Stage stage) {
    const StageSummary& sum = s.summary(stage);
    std::string shape = shape_json(s, stage).dump();
    const auto of_finite = [&](double value) { return sum.finite > 0 ? rounded(value) : "–"; };
    std::string odd;
    for (const auto& [count, what] :
         {std::pair{sum.nan, " NaN"}, std::pair{sum.pos_inf, " +Inf"}, std::pair{sum.neg_inf, " -Inf"}})
        if (count > 0) odd += (odd.empty() ? "" : ", ") + std::to_string(count) + what;
    return {std::string(name(stage)),     shape,
            of_finite(sum.min),           of_finite(sum.max),
            of_finite(sum.mean),          of_finite(sum.std()),
            percent(sum.zero_fraction()), odd};
}

// What hidden values that are zero saved.
std::string skipped_text(const EngineReport& engine) {
    if (engine.skipped == 0) return {};
    return "; " + percent(engine.skipped) + " of the second product left out";
}

} // namespace

std::string run_json(const Snapshot& snapshot, const std::vector<Stage>& stages, const WordsReport* words) {
    Json json;
    json["program"] = {{"name", "ffnscope"}, {"version", FFNSCOPE_VERSION}};
    json["model"] = model_json(snapshot);
    json["input"] = input_json(*snapshot.tokens);
    json["stages"] = Json::array();
    for (const Stage stage : stages)
        json["stages"].push_back(stage_json(snapshot, stage));
    json["sparsity"] = sparsity_json(snapshot);
    json["residual"] = residual_json(snapshot);
    if (words) json["vocabulary"] = words->json;
    json["engine"] = {{"backend", snapshot.engine.backend},
                      {"threads", snapshot.engine.threads},
                      {"milliseconds", snapshot.engine.milliseconds}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string run_text(const Snapshot& snapshot, const std::vector<Stage>& stages) {
    std::vector<std::vector<std::string>> rows{{"stage", "shape", "min", "max", "mean", "std", "zeros", ""}};
    for (const Stage stage : stages)
        rows.push_back(stage_row(snapshot, stage));
    std::string source = snapshot.source;
    if (!snapshot.block.empty()) source += ", block " + snapshot.block;
    const std::string note = snapshot.model->note.empty() ? "" : "note: " + snapshot.model->note + "\n";
    return printable(source) + "\n" + counted(snapshot.tokens->tokens(), "token") + " in " +
           counted(snapshot.tokens->batch(), "row") + ", " + rounded(snapshot.engine.milliseconds) + " ms (" +
           snapshot.engine.backend + ", " + counted(snapshot.engine.threads, "thread") +
           skipped_text(snapshot.engine) + ")\n" + note + "\n" +
           table_text(rows, {false, false, true, true, true, true, true, false});
}

} // namespace ffn::app
