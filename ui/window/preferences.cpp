#include "ui/window/preferences.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace ffn::ui::preferences {

namespace {
constexpr qsizetype kMostRecent = 10;
}

Theme theme() {
    return themeFromKey(QSettings().value("window/theme").toString());
}
void setTheme(Theme theme) {
    QSettings().setValue("window/theme", themeKey(theme));
}

QString language() {
    return QSettings().value("window/language", "system").toString();
}
void setLanguage(const QString& code) {
    QSettings().setValue("window/language", code);
}

int fontPercent() {
    return std::clamp(QSettings().value("window/font_percent", 100).toInt(), 70, 250);
}
void setFontPercent(int percent) {
    QSettings().setValue("window/font_percent", percent);
}

QStringList recentFiles() {
    QStringList files = QSettings().value("files/recent").toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void addRecentFile(const QString& file) {
    QStringList files = recentFiles();
    const QString path = QFileInfo(file).absoluteFilePath();
    files.removeAll(path);
    files.prepend(path);
    QSettings().setValue("files/recent", files.mid(0, kMostRecent));
}

void clearRecentFiles() {
    QSettings().remove("files/recent");
}

QString folder() {
    return QSettings().value("files/folder", QDir::homePath()).toString();
}
void setFolder(const QString& folder) {
    QSettings().setValue("files/folder", folder);
}

} // namespace ffn::ui::preferences
