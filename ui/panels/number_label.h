#pragma once

#include <QStringList>

namespace ffn::ui {

/// A number for the screen: `digits` significant digits, a real minus sign, "NaN", "∞", "−∞".
QString numberLabel(double value, int digits = 4);
/// With as many digits as tell it from every other float.
QString exactLabel(float value);

/// Likewise, but "–" for NaN: a statistic that does not exist.
QString statisticLabel(double value, int digits = 4);

/// `decimals` digits behind the point, "−0.026"; "–" for NaN.
QString decimalLabel(double value, int decimals);

/// A share as "51.0 %"; "–" for NaN. What is not quite none or all never rounds to it: "< 0.1 %", "> 99.9 %".
QString percentLabel(double fraction);

/// A whole number with thin spaces between its thousands.
QString countLabel(qint64 count);

/// Facts in one line, "51.0 % zero · 10 tokens seen"; a line break comes between facts, not within.
QString joinedFacts(const QStringList& facts);

/// The text with no line break between a number and its "%".
QString unbroken(QString text);

} // namespace ffn::ui
