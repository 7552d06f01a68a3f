#pragma once

#include <QString>
#include <QStringList>

namespace ffn::ui {

/// The languages that can be chosen, by code: "en", "zh_CN".
QStringList languages();
/// The name of a language in itself.
QString languageTitle(const QString& code);
/// Switches all windows, now. "system" or an unknown code means the system's language where there is one,
/// else English.
void applyLanguage(const QString& code);

} // namespace ffn::ui
