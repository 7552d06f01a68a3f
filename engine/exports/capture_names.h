#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ffn {

/// Which of the captured blocks is each block of a weight file: an index into `captured` for every one of
/// `blocks`, nothing where there is none or more than one could be meant.
///
/// A model's class, torch.compile and the wrappers of training put prefixes before the names
/// ("module.encoder.layers.0" is "encoder.layers.0"), so that names are the same where one ends in the other
/// in whole parts; the wrappers' own parts (`module`, `_orig_mod`, …) count nowhere. The same name in full is
/// preferred. Of one block each there is no doubt, whatever the names.
std::vector<std::optional<std::size_t>> match_captured(std::span<const std::string> captured,
                                                       std::span<const std::string> blocks);

} // namespace ffn
