#include "ui/panels/number_label.h"

#include "engine/core/number_text.h"

#include <cmath>

namespace ffn::ui {

namespace {
const QChar kMinus(0x2212), kThinSpace(0x2009);
} // namespace

QString numberLabel(double value, int digits) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? QString("∞") : QString("−∞");
    return QString::number(value, 'g', digits).replace('-', kMinus);
}

QString exactLabel(float value) {
    return QString::fromStdString(number_text(value)).replace('-', kMinus);
}

QString statisticLabel(double value, int digits) {
    return std::isnan(value) ? QString("–") : numberLabel(value, digits);
}

QString decimalLabel(double value, int decimals) {
    if (!std::isfinite(value)) return statisticLabel(value);
    return QString::number(value, 'f', decimals).replace('-', kMinus);
}

QString percentLabel(double fraction) {
    if (std::isnan(fraction)) return "–";
    if (fraction > 0 && fraction < 0.0005) return "< 0.1 %";
    if (fraction < 1 && fraction >= 0.9995) return "> 99.9 %";
    return QString::number(100 * fraction, 'f', 1).replace('-', kMinus) + " %";
}

QString countLabel(qint64 count) {
    QString text = QString::number(std::abs(count));
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, kThinSpace);
    return count < 0 ? kMinus + text : text;
}

QString joinedFacts(const QStringList& facts) {
    QStringList whole = facts;
    for (QString& fact : whole)
        fact.replace(' ', QChar::Nbsp);
    return whole.join(QString(QChar::Nbsp) + "· ");
}

QString unbroken(QString text) {
    return text.replace(" %", QChar::Nbsp + QString("%"));
}

} // namespace ffn::ui
