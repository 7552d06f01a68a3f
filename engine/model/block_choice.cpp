#include "engine/model/block_choice.h"

#include "engine/core/error.h"
#include "engine/model/block_finder.h"

#include <algorithm>

namespace ffn {

namespace {

/// "0 'encoder.layers.0', 1 'encoder.layers.1', … (12 in all)".
std::string list_of(const std::vector<Block>& blocks) {
    constexpr std::size_t kShown = 24;
    std::string text;
    for (const Block& block : blocks) {
        if (std::size_t(block.index) == kShown)
            return text + ", … (" + std::to_string(blocks.size()) + " in all)";
        text += (text.empty() ? "" : ", ") + std::to_string(block.index) + " '" + block.id + "'";
    }
    return text;
}

} // namespace

std::string why_no_blocks(const TensorArchive& archive) {
    const auto has = [&](std::string_view end) {
        return std::ranges::any_of(archive.tensors(),
                                   [end](const TensorInfo& tensor) { return tensor.name.ends_with(end); });
    };
    if (has("ffn.receptance.weight"))
        return "an RWKV model has no feed-forward blocks of single tokens: its channel mixing looks at the "
               "token before, too";
    if (has("mixer.A_log")) return "a Mamba model has no feed-forward blocks";
    return {};
}

std::string no_block_reason(const TensorArchive& archive) {
    if (std::string why = why_no_blocks(archive); !why.empty()) return why;
    const std::size_t count = archive.tensors().size();
    std::string sentence = "no feed-forward block is known by the names of its " + std::to_string(count) +
                           (count == 1 ? " tensor" : " tensors") +
                           "; a block needs two matrices named as in conv1.weight and conv2.weight";
    if (!archive.tensors().empty()) sentence += " (the first here is '" + archive.tensors()[0].name + "')";
    return sentence + "; --map up=TENSOR,down=TENSOR,… puts one together by hand";
}

const Block& choose_block(const ModelListing& listing, std::string_view id, const TensorArchive& archive) {
    const auto& blocks = listing.blocks;
    if (blocks.empty()) throw Error(archive.path(), no_block_reason(archive));
    if (id.empty()) {
        if (blocks.size() == 1) return blocks[0];
        throw Error(archive.path(), "there are " + std::to_string(blocks.size()) +
                                        " feed-forward blocks; say with --block which: " + list_of(blocks));
    }
    const auto is_it = [&](const Block& b) { return b.id == id; };
    if (const auto found = std::ranges::find_if(blocks, is_it); found != blocks.end()) return *found;
    const auto is_number = [&](const Block& b) { return std::to_string(b.index) == id; };
    if (const auto found = std::ranges::find_if(blocks, is_number); found != blocks.end()) return *found;
    throw Error(archive.path(), "there is no block '" + std::string(id) + "'; there are: " + list_of(blocks));
}

} // namespace ffn
