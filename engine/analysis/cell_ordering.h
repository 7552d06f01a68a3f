#pragma once

#include "engine/core/progress.h"
#include "engine/core/tensor.h"
#include "engine/core/token_batch.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ffn {

/// Number: as they are. Activity: by the share of non-zero cells, most first. Mean: by the mean, largest
/// first. Alike: those that fire together side by side. Chosen: those of a list first, in its order.
enum class OrderBy { Number, Activity, Mean, Alike, Chosen };

/// An order of a stage's units (its columns): place → unit. Padding counts nothing, nor do NaN and
/// infinities. Equal ones stay in the order of their numbers. Empty for Number.
///
/// Alike: units are compared by the correlation of what they do over the tokens (whether they fire, where a
/// stage has no value below zero; their values, where it has) and put in order by `seriate`; units that
/// always do the same come last. Beyond about 2·10⁹ operations the units are compared in a random projection
/// (Johnson & Lindenstrauss 1984), the same one each time.
///
/// `chosen`: units first in the order; doubles and ones that do not exist are left out. Throws Stopped.
std::vector<std::int32_t> order_of_units(const Tensor& values, const TokenBatch& tokens, OrderBy by,
                                         std::span<const std::int64_t> chosen = {},
                                         const Progress& progress = {});
/// Likewise of its rows, all sequences together; padding comes last.
std::vector<std::int32_t> order_of_rows(const Tensor& values, const TokenBatch& tokens, OrderBy by,
                                        std::span<const std::int64_t> chosen = {},
                                        const Progress& progress = {});

/// Reads "12, 55-60, 7". Throws Error saying what is wrong.
std::vector<std::int64_t> parse_numbers(std::string_view text);

} // namespace ffn
