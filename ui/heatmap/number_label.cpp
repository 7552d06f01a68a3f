#include "ui/heatmap/number_label.h"

#include "engine/core/number_text.h"

#include <cmath>

namespace ffn::ui {
namespace {

QString notFinite(double value) {
    return std::isnan(value) ? QString("NaN") : value > 0 ? QString("+Inf") : QString(u"−Inf");
}

} // namespace

QString shortNumber(double value) {
    if (!std::isfinite(value)) return notFinite(value);
    QString text = QString::number(value, 'g', 3);
    text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-");
    return text.replace('-', u'−');
}

QString fullNumber(float value) {
    if (!std::isfinite(value)) return notFinite(value);
    return QString::fromStdString(number_text(value)).replace('-', u'−');
}

} // namespace ffn::ui
