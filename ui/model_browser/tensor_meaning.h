#pragma once

#include "engine/model/block_finder.h"
#include "ui/view_state.h"

#include <QString>

#include <optional>

namespace ffn::ui {

/// What a tensor of the file is in one block, and along which of its axes the block's units lie.
struct TensorMeaning {
    struct Axis {
        StageWidth width = StageWidth::One; ///< One: its places are no units
        qint64 first = 0;                   ///< place of unit 0: of a fused tensor the gate comes first
    };
    QString sentence; ///< for the screen
    Axis rows, columns;
};

/// Nothing for a tensor that is no part of the block.
std::optional<TensorMeaning> tensorMeaning(const Block& block, const std::string& tensor);

/// The part a tensor plays in a block, as `--map` calls it: "up", "gate + up", "down_bias"; empty: none.
std::string tensorRole(const BlockTensors& tensors, const std::string& tensor);

} // namespace ffn::ui
