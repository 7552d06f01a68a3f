#pragma once

#include "engine/forward/snapshot.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// One token and what a hidden unit made of it.
struct UnitToken {
    std::int64_t batch = 0, position = 0;
    float value = 0;
    bool operator==(const UnitToken&) const = default;
};

/// The tokens that drive a hidden unit most: largest |hidden| first, earlier tokens first among equals; never
/// more than `count`, never padding, zeros or NaN. Needs the stage hidden.
std::vector<UnitToken> unit_tokens(const Snapshot& snapshot, std::int64_t unit, std::size_t count);

} // namespace ffn
