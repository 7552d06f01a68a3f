#pragma once

#include <QFontMetricsF>
#include <QString>

namespace ffn::ui {

/// Three significant digits with a true minus sign, for cells and scales: "−0.482", "12.3", "1.5e6", "NaN",
/// "+Inf".
QString shortNumber(double value);
/// Likewise with fewer digits where three are wider than `width`; empty when not even one fits.
QString fittingNumber(double value, const QFontMetricsF& metrics, double width);
/// All digits that tell this float32 from its neighbours, with a true minus sign.
QString fullNumber(float value);

} // namespace ffn::ui
