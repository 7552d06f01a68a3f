#include "ui/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace ffn::ui {

QStringList languages() {
    return {"en", "zh_CN"};
}

QString languageTitle(const QString& code) {
    return code == "zh_CN" ? QString::fromUtf8("简体中文") : QString("English");
}

void applyLanguage(const QString& code) {
    static QTranslator ours, qts;
    const QString chosen = languages().contains(code)                         ? code
                           : QLocale::system().language() == QLocale::Chinese ? QString("zh_CN")
                                                                              : QString("en");
    QCoreApplication::removeTranslator(&ours);
    QCoreApplication::removeTranslator(&qts);
    QLocale::setDefault(QLocale(chosen));
    if (qts.load("qtbase_" + chosen, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qts);
    // English has a file too: it holds the plural forms.
    if (ours.load(":/i18n/ffnscope_" + chosen)) QCoreApplication::installTranslator(&ours);
}

} // namespace ffn::ui
