#pragma once

#include "engine/core/progress.h"
#include "engine/formats/tensor_archive.h"
#include "engine/model/block_finder.h"
#include "engine/model/block_mapping.h"
#include "engine/model/feed_forward.h"
#include "engine/model/initializer.h"
#include "engine/tokens/model_vocabulary.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ffn::ui {

/// Random weights instead of a file: `--d-model --d-ff --init --seed`.
struct RandomModel {
    std::int64_t d_model = 512;
    std::int64_t d_ff = 2048;
    Init init = Init::Torch;
    std::uint64_t seed = 0;
    bool gated = false;
    bool operator==(const RandomModel&) const = default;
};

/// What a person asks for as the model: a block of a weight file, or random weights.
struct ModelRequest {
    std::filesystem::path weights; ///< empty: random weights
    std::string block;             ///< its name or number; empty: the only one
    RandomModel random;
    ConfigOverrides overrides;
    BlockMapping mapping;           ///< a block put together by hand; `block` is then empty, or its id
    std::uint64_t memory_limit = 0; ///< bytes; 0: what the machine has free
};

/// A model that is ready to run, and what its file holds besides.
struct OpenedModel {
    std::shared_ptr<const TensorArchive> archive; ///< null for random weights
    ModelListing listing;                         ///< empty for random weights
    int block = -1;                               ///< index into `listing.blocks`
    std::shared_ptr<const FeedForward> model;
    std::optional<ModelVocabulary> vocabulary; ///< what the file says about its tokens, if anything
    std::uint64_t memory_limit = 0;            ///< as in the request
};

/// Opens the file, finds its blocks and loads the one asked for; or draws random weights.
/// Throws Error where there is no such file, block or size, or more memory is needed than the limit (before
/// allocating); Stopped when asked to.
OpenedModel open_model(const ModelRequest& request, const Progress& progress = {});

/// Another block of a file that is open already.
OpenedModel open_block(const OpenedModel& opened, std::string_view block, const Progress& progress = {});

} // namespace ffn::ui
