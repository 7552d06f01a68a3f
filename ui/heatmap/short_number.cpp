#include "ui/heatmap/short_number.h"

#include "engine/core/number_text.h"

#include <cmath>

namespace ffn::ui {
namespace {

QString notFinite(double value) {
    return std::isnan(value) ? QString("NaN") : value > 0 ? QString("+Inf") : QString("−Inf");
}

QString digits(double value, int count) {
    if (!std::isfinite(value)) return notFinite(value);
    QString text = QString::number(value, 'g', count);
    text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-");
    return text.replace('-', u'−');
}

} // namespace

QString shortNumber(double value) {
    return digits(value, 3);
}

QString fittingNumber(double value, const QFontMetricsF& metrics, double width) {
    for (int count = 3; count > 0; --count) {
        const QString text = digits(value, count);
        if (metrics.horizontalAdvance(text) <= width) return text;
    }
    return {};
}

QString fullNumber(float value) {
    if (!std::isfinite(value)) return notFinite(value);
    return QString::fromStdString(number_text(value)).replace('-', u'−');
}

} // namespace ffn::ui
