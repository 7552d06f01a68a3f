#include "ui/document/edit_list.h"

#include <algorithm>

namespace ffn::ui {

Edits EditList::merged() const {
    Edits all;
    for (const UnitEdit& edit : edits) {
        if (!edit.on) continue;
        if (edit.kind == UnitEdit::Kind::Threshold)
            all.threshold = all.threshold ? std::max(*all.threshold, edit.value) : edit.value;
        for (const std::int64_t unit : edit.units) {
            if (edit.kind == UnitEdit::Kind::Ablate) all.ablated.insert(unit);
            if (edit.kind == UnitEdit::Kind::Clamp) all.clamped[unit] = {edit.value, edit.value};
            if (edit.kind != UnitEdit::Kind::Scale) continue;
            const auto [place, fresh] = all.scaled.try_emplace(unit, edit.value);
            if (!fresh) place->second *= edit.value;
        }
    }
    return all;
}

EditList edit_list(const Edits& edits) {
    EditList list;
    using Kind = UnitEdit::Kind;
    if (edits.threshold) list.edits.push_back({Kind::Threshold, {}, *edits.threshold});
    for (const auto& [unit, factor] : edits.scaled)
        list.edits.push_back({Kind::Scale, {unit}, factor});
    for (const auto& [unit, range] : edits.clamped)
        list.edits.push_back({Kind::Clamp, {unit}, range.min});
    if (!edits.ablated.empty())
        list.edits.push_back({Kind::Ablate, {edits.ablated.begin(), edits.ablated.end()}});
    return list;
}

std::string units_text(const std::vector<std::int64_t>& units) {
    std::string text;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const std::size_t first = i;
        while (i + 1 < units.size() && units[i + 1] == units[i] + 1)
            ++i;
        if (!text.empty()) text += ", ";
        text += std::to_string(units[first]);
        if (i > first) text += (i == first + 1 ? ", " : "-") + std::to_string(units[i]);
    }
    return text;
}

} // namespace ffn::ui
