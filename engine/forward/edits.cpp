#include "engine/forward/edits.h"

#include "engine/core/error.h"

#include <algorithm>

namespace ffn {

std::set<std::int64_t> edited_units(const Edits& edits) {
    std::set<std::int64_t> units = edits.ablated;
    for (const auto& [unit, factor] : edits.scaled)
        units.insert(unit);
    for (const auto& [unit, range] : edits.clamped)
        units.insert(unit);
    return units;
}

void check_edits(const Edits& edits, std::int64_t d_ff) {
    for (const std::int64_t unit : edited_units(edits))
        if (unit < 0 || unit >= d_ff)
            throw Error("there is no hidden unit " + std::to_string(unit) + "; the block has units 0 to " +
                        std::to_string(d_ff - 1));
    for (const auto& [unit, range] : edits.clamped)
        if (!(range.min <= range.max))
            throw Error("hidden unit " + std::to_string(unit) +
                        " cannot be clamped: the lower bound must not be above the upper one");
}

} // namespace ffn
