#pragma once

#include "engine/model/block_finder.h"

#include <array>
#include <span>
#include <string_view>

namespace ffn {

/// A few names; unused places are empty.
using Names = std::array<std::string_view, 6>;

/// One way of naming and computing a feed-forward block: one row of the table.
///
/// Names of matrices and norms are relative to the layer and lack `.weight`, `.bias`; those of matrices may
/// hold a `*` for the number of an expert (see layer_name.h).
struct Family {
    std::string_view name;
    std::string_view up, down, gate = {}; ///< gate == up: fused, gate rows first
    Names norms = {};                     ///< the first that the layer has; none at all: see `needs_norm`
    std::string_view second_norm = {};    ///< of the projection; a layer may lack it

    Activation activation = Activation::Relu;
    Norm norm = Norm::LayerNorm;
    double eps = 1e-5;
    NormPlacement placement = NormPlacement::Post;
    Orientation orientation = Orientation::OutIn;

    std::string_view activation_key = "hidden_act"; ///< in config.json
    std::string_view pre_norm_key = {};             ///< true there means pre, false post
    std::string_view bias_key = {};                 ///< false there: biases in the file are not used
    Names model_types = {};                         ///< values of `model_type` that name this row

    /// Last parts of tensor names, or ".parts." anywhere in them: all of the first speak for this row among
    /// its like, any of the second against it. The model type weighs more.
    Names file_has = {}, file_lacks = {};
    bool only_by_type = false;       ///< never taken without its model type
    bool either_orientation = false; ///< files of both orientations bear these names
    bool needs_norm = true;          ///< a block without the norm's tensors is incomplete
    bool gain_plus_one = false;      ///< the norm multiplies by 1 + gain

    std::string_view unsupported = {}; ///< why such a block cannot be computed here
    Names unsupported_with = {};       ///< … only if the layer has one of these; empty: always
    std::string_view note = {};        ///< what a person should know about such a block
    std::string_view no_note_key = {}; ///< … but not if config.json says false there
    std::string_view shared_key = {};  ///< in config.json: how many layers share one such block
};

/// The table. Of rows that fit equally the first is taken.
std::span<const Family> families();
/// The first row called `name`; nullptr where there is none.
const Family* family_from_name(std::string_view name);

/// Names of embedding tables, without `.weight`, as the last parts of a tensor's name.
std::span<const std::string_view> embedding_names();

/// The activation that a config.json calls `text` ("gelu_new", "gated-silu", …).
std::optional<Activation> activation_from_config(std::string_view text);

} // namespace ffn
