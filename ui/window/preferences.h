#pragma once

#include "ui/window/theme.h"

#include <QString>
#include <QStringList>

namespace ffn::ui {

/// What is remembered between two starts, in QSettings.
namespace preferences {

Theme theme();
void setTheme(Theme theme);
QString language();
void setLanguage(const QString& code);
int fontPercent();
void setFontPercent(int percent);
/// Newest first, at most ten, only those that are still there.
QStringList recentFiles();
void addRecentFile(const QString& file);
void clearRecentFiles();
/// The folder a file dialog starts in.
QString folder();
void setFolder(const QString& folder);

} // namespace preferences

} // namespace ffn::ui
