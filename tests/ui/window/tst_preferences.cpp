#include "tests/test_case.h"
#include "ui/window/preferences.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

class TestPreferences : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    }
    void recentFilesAreNewestFirstAndThere();
    void nonsenseIsPutRight();

  private:
    QTemporaryDir m_settings;
};

void TestPreferences::recentFilesAreNewestFirstAndThere() {
    const QTemporaryDir folder;
    QStringList files;
    for (int i = 0; i < 12; ++i) {
        QFile file(folder.filePath(QString::number(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        files.append(file.fileName());
        preferences::addRecentFile(file.fileName());
    }
    preferences::addRecentFile(files[5]);
    QCOMPARE(preferences::recentFiles().size(), 10);
    QCOMPARE(preferences::recentFiles().first(), files[5]);
    QCOMPARE(preferences::recentFiles().count(files[5]), 1);
    QVERIFY(QFile::remove(files[5]));
    QCOMPARE(preferences::recentFiles().first(), files[11]);
    preferences::clearRecentFiles();
    QVERIFY(preferences::recentFiles().isEmpty());
}

void TestPreferences::nonsenseIsPutRight() {
    QSettings().setValue("window/font_percent", 9000);
    QCOMPARE(preferences::fontPercent(), 250);
    QSettings().setValue("window/theme", "plaid");
    QCOMPARE(preferences::theme(), Theme::System);
}

static const test::Case<TestPreferences> kCase;

} // namespace ffn::ui

#include "tst_preferences.moc"
