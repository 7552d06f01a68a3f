#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/model/feed_forward.h"

#include <memory>
#include <string>
#include <vector>

namespace ffn {

/// Names of the tensors of one block in its archive; empty where there is none.
struct BlockTensors {
    std::string up, up_bias, gate, gate_bias, down, down_bias, norm_gain, norm_bias, second_gain, second_bias;
    bool operator==(const BlockTensors&) const = default;
};

/// Where the activation, norm, placement and eps were learned from; a guess is never passed off as a fact.
enum class ConfigSource { Config, Family, Option };
std::string_view name(ConfigSource);

/// How a matrix lies in the file: [out, in] as torch.nn.Linear, or [in, out] as GPT-2. `Unknown`: square
/// matrices with nothing to decide by; loading then asks for the option.
enum class Orientation { OutIn, InOut, Unknown };

/// One feed-forward block found in an archive.
struct Block {
    int index = 0;
    std::string id;     ///< the common prefix of its tensors ("encoder.layers.0"), unique in the file
    std::string family; ///< "tutorial", "bert", "gpt2", …
    FeedForwardConfig config;
    ConfigSource activation_source = ConfigSource::Family, norm_source = ConfigSource::Family,
                 placement_source = ConfigSource::Family, eps_source = ConfigSource::Family;
    Orientation orientation = Orientation::OutIn;
    BlockTensors tensors;
    std::string
        note; ///< what it is besides: an expert, beside the attention, shared by layers; empty: nothing
    std::string refusal; ///< why it can be listed but not computed; empty: it can
};

/// Takes the norms out of a block that is computed without: their tensors are not read.
void without_norm(Block& block);

struct EmbeddingTable {
    std::string tensor;
    std::int64_t vocabulary = 0;
    std::int64_t dim = 0;
};

/// What a person says where a file does not (`--activation`, `--norm`, `--norm-placement`, `--eps`, and
/// `--map layout=…`).
struct ConfigOverrides {
    std::optional<Activation> activation = {};
    std::optional<Norm> norm = {};
    std::optional<NormPlacement> placement = {};
    std::optional<double> eps = {};
    std::optional<Orientation> orientation = {};
    bool operator==(const ConfigOverrides&) const = default;
};

struct ModelListing {
    std::vector<Block> blocks;
    std::vector<EmbeddingTable> embeddings;
};

/// Every block of the archive by the table of families, in the order of their layers, with `config.json`
/// beside the file (or in the folder) read where there is one. Reads no tensor values.
ModelListing find_blocks(const TensorArchive& archive, const ConfigOverrides& overrides = {});

/// The embedding tables of the archive that are as wide as one of the blocks.
std::vector<EmbeddingTable> find_embeddings(const TensorArchive& archive, const std::vector<Block>& blocks);

/// Every readable matrix of the archive that is `dim` wide, and so could be an embedding table for a block of
/// that d_model: those of known names first, then the others, each in the order of the file.
std::vector<EmbeddingTable> embedding_candidates(const TensorArchive& archive, std::int64_t dim);

/// The block called or numbered `id`; with an empty id the only one. Throws Error listing what there is.
const Block& choose_block(const ModelListing& listing, std::string_view id, const TensorArchive& archive);

/// What the block's matrices take in memory as load_block loads them.
std::uint64_t weight_bytes(const TensorArchive& archive, const Block& block);

/// Loads the block's tensors, in parallel: F16 and BF16 matrices as they are, all else as float32; [in, out]
/// matrices are transposed here, once.
/// Throws Error when shapes do not fit, naming the tensors and what was expected.
std::shared_ptr<const FeedForward> load_block(const TensorArchive& archive, const Block& block,
                                              const Progress& progress = {});

} // namespace ffn
