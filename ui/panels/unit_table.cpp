#include "ui/panels/unit_table.h"

#include "ui/panels/token_text.h"

#include <cmath>

namespace ffn::ui {

std::vector<UnitRow> unitTable(const Snapshot& snapshot, float threshold, const Progress& progress) {
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    std::vector<UnitRow> units(std::size_t(hidden.dim()), UnitRow{0, 0, NAN, -1});
    std::vector<qint64> finite(units.size(), 0);
    const std::vector<qint64> rows = realRows(*snapshot.tokens);
    for (const qint64 row : rows) {
        progress.check();
        const auto values = hidden.row(row);
        for (std::size_t j = 0; j < units.size(); ++j) {
            const double v = double(values[j]);
            UnitRow& unit = units[j];
            if (!(std::abs(values[j]) <= threshold)) unit.activeFraction += 1;
            if (!std::isfinite(v)) continue;
            ++finite[j];
            unit.mean += v;
            if (unit.topRow < 0 || v > unit.max) unit.max = v, unit.topRow = row;
        }
    }
    for (std::size_t j = 0; j < units.size(); ++j) {
        units[j].activeFraction /= double(rows.size());
        units[j].mean = finite[j] > 0 ? units[j].mean / double(finite[j]) : NAN;
    }
    return units;
}

} // namespace ffn::ui
