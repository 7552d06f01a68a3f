#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace ffn::ui {

enum class Theme { System, Light, Dark };

/// Gives the application the palette of the theme; every view takes its colours from there.
void applyTheme(Theme theme);
/// The font of all windows, `percent` of the system's (for the back row of a classroom: 150).
void applyFontSize(int percent);

QString themeKey(Theme theme);
Theme themeFromKey(const QString& key);

} // namespace ffn::ui
