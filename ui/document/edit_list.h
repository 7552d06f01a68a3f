#pragma once

#include "engine/forward/edits.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ffn::ui {

/// One change to the hidden stage, which can be switched off without being forgotten.
struct UnitEdit {
    enum class Kind { Ablate, Scale, Clamp, Threshold };
    Kind kind = Kind::Ablate;
    std::vector<std::int64_t> units; ///< of every kind but Threshold
    float value = 0;                 ///< factor, fixed value, threshold; of Ablate none
    bool on = true;
    bool operator==(const UnitEdit&) const = default;
};

/// The edits of a person, in the order in which they were made.
struct EditList {
    std::vector<UnitEdit> edits;

    /// All that are on, as the engine takes them: factors of one unit multiply, of several fixed values the
    /// last one counts, of several thresholds the highest.
    Edits merged() const;
    bool empty() const { return edits.empty(); }
    bool operator==(const EditList&) const = default;
};

/// As a list of single edits, to be shown; the other way round.
EditList edit_list(const Edits& edits);

/// "12, 55-60", of units in rising order.
std::string units_text(const std::vector<std::int64_t>& units);

} // namespace ffn::ui
