#pragma once

#include "engine/model/block_finder.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// What a tensor is in a block; the names are those of `--map`: "up", "up_bias", …
enum class TensorRole {
    Up,
    UpBias,
    Gate,
    GateBias,
    Down,
    DownBias,
    NormGain,
    NormBias,
    SecondGain,
    SecondBias
};
std::span<const TensorRole> tensor_roles();
std::string_view name(TensorRole);

/// A block put together by hand, whole or in part.
struct BlockMapping {
    BlockTensors tensors;
    std::optional<Orientation> orientation; ///< `layout=out_in` or `layout=in_out`

    std::string& operator[](TensorRole role);
    const std::string& operator[](TensorRole role) const;
    /// True when a tensor was chosen for any role.
    bool has_tensors() const;
    bool operator==(const BlockMapping&) const = default;
};

/// Reads "up=a.weight,down=b.weight,up_bias=a.bias"; a comma divides only where a role follows. Throws Error
/// for a role that is none, stands twice or is given nothing.
BlockMapping mapping_from_text(std::string_view text);
/// The other way, in the order of the roles.
std::string mapping_text(const BlockMapping& mapping);

/// Names of the tensors that may play `role` beside what `partial` has already (its own choice for the role
/// aside): their shape fits at least one way of laying out the block, their type can be read.
std::vector<std::string> fitting_tensors(const TensorArchive& archive, TensorRole role,
                                         const BlockMapping& partial);

/// The block of a mapping, with family and id "mapped". A gate that is also the first matrix is fused, gate
/// rows first. Nothing is guessed: throws Error, saying which option is missing, for square matrices without
/// a layout, without the activation, and for a norm without its kind (when it has no bias) or its placement;
/// also for tensors that are not there or do not fit together.
Block map_block(const TensorArchive& archive, const BlockMapping& mapping, const ConfigOverrides& overrides);

} // namespace ffn
