#pragma once

#include "ui/panels/census_rows.h"

#include <QStringList>

#include <array>
#include <set>
#include <vector>

namespace ffn::ui {

/// Which units a person wants to see, from a line of plain words.
///
///     rare                     units of a kind, by its name
///     the  "the"               a top token begins with it, or is it
///     only the                 nearly all tokens the unit is active on are that one
///     position 0-3             active nowhere but there
///     17  30-40                units by number
///
/// Terms of one sort are alternatives; different sorts must all hold.
struct UnitFilter {
    struct Range {
        qint64 first = 0, last = 0;
        bool operator==(const Range&) const = default;
    };
    struct Word {
        QString text; ///< case-folded
        bool whole = false, only = false;
        bool operator==(const Word&) const = default;
    };
    std::set<UnitKind> kinds;
    std::vector<Word> words;
    std::vector<Range> positions, units;
    bool operator==(const UnitFilter&) const = default;
};

/// Words of another language that a filter may use beside the English ones.
struct FilterWords {
    std::array<QString, kUnitKinds> kinds;
    QString position, only;
};

UnitFilter parseUnitFilter(const QString& line, const FilterWords& words = {});

/// [unit]: whether it passes.
std::vector<bool> passing(const UnitFilter& filter, const CensusRows& rows);

} // namespace ffn::ui
