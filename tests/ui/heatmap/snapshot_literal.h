#pragma once

#include "engine/forward/snapshot.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace ffn::ui::fixture {

using Sentences = std::vector<std::vector<std::string>>;

inline std::shared_ptr<TokenBatch> tokenBatch(const Sentences& sentences) {
    auto batch = std::make_shared<TokenBatch>();
    for (const auto& sentence : sentences) {
        batch->rows.emplace_back();
        for (const std::string& text : sentence)
            batch->rows.back().push_back(Token{text, std::int64_t(batch->rows.back().size()), 0, 0});
    }
    return batch;
}

/// Adds a stage of `dim` units whose cell (row, unit) is `value(row, unit)`; padding is 0.
inline void addStage(Snapshot& snapshot, Stage stage, std::int64_t dim,
                     const std::function<float(std::int64_t, std::int64_t)>& value) {
    const TokenBatch& tokens = *snapshot.tokens;
    const std::int64_t len = tokens.len();
    auto tensor = std::make_shared<Tensor>(Shape{tokens.batch(), len, dim});
    StageSummary summary;
    for (std::int64_t row = 0; row < tensor->rows(); ++row) {
        if (tokens.is_padding(row / len, row % len)) continue;
        for (std::int64_t unit = 0; unit < dim; ++unit)
            tensor->row(row)[std::size_t(unit)] = value(row, unit);
        summary.add(tensor->row(row));
    }
    snapshot.kept[std::size_t(stage)] = tensor;
    snapshot.summaries[std::size_t(stage)] = summary;
}

inline std::shared_ptr<Snapshot> snapshotOf(const Sentences& sentences) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->source = "by hand";
    snapshot->block = "layer.0";
    snapshot->tokens = tokenBatch(sentences);
    return snapshot;
}

/// Values that differ from cell to cell and have both signs.
inline float mixed(std::int64_t row, std::int64_t unit) {
    return float((row * 37 + unit * 11) % 101) / 50.f - 1.f;
}

} // namespace ffn::ui::fixture
