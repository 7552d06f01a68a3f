#include "tests/test_case.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace ffn {

namespace {

struct Message {
    QString context, source, translation, type;
    bool plural = false;
    int forms = 0;
};

QList<Message> messagesOf(const QString& file) {
    QFile f(file);
    if (!f.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&f);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages.append(
                {context, {}, {}, {}, xml.attributes().value("numerus") == QLatin1String("yes"), 0});
        else if (xml.name() == QLatin1String("source"))
            messages.last().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.last().type = xml.attributes().value("type").toString();
            if (!messages.last().plural) messages.last().translation = xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            ++messages.last().forms;
            messages.last().translation += xml.readElementText();
        }
    }
    return messages;
}

QString translationFile(const QString& code) {
    return QString(FFNSCOPE_SOURCE_DIR) + "/resources/translations/ffnscope_" + code + ".ts";
}

} // namespace

/// Every word a person sees exists in both languages.
class TestTranslations : public QObject {
    Q_OBJECT
  private slots:
    void everyMessageOfTheSourcesIsTranslated_data();
    void everyMessageOfTheSourcesIsTranslated();
    void placeholdersAreKept();
};

void TestTranslations::everyMessageOfTheSourcesIsTranslated_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("onlyPlurals");
    QTest::addRow("Chinese") << "zh_CN" << false;
    QTest::addRow("English, which needs its plural forms") << "en" << true;
}

void TestTranslations::everyMessageOfTheSourcesIsTranslated() {
    QFETCH(QString, code);
    QFETCH(bool, onlyPlurals);
    // What the sources say now, merged into a copy: new messages come out as unfinished.
    QTemporaryDir folder;
    const QString copy = folder.filePath("now.ts");
    QVERIFY(QFile::copy(translationFile(code), copy));
    QProcess lupdate;
    const QString top = FFNSCOPE_SOURCE_DIR;
    lupdate.start(FFNSCOPE_LUPDATE,
                  {"-silent", "-no-obsolete", "-locations", "none", "-I", top, top + "/ui", top + "/app", "-ts", copy});
    QVERIFY2(lupdate.waitForFinished(120000) && lupdate.exitCode() == 0,
             lupdate.readAllStandardError().constData());
    const QList<Message> messages = messagesOf(copy);
    QVERIFY(messages.size() > 50);
    QStringList missing;
    for (const Message& m : messages) {
        if (onlyPlurals && !m.plural) continue;
        if (m.type == "unfinished" || m.translation.isEmpty()) missing.append(m.context + ": " + m.source);
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join("\n")));
}

void TestTranslations::placeholdersAreKept() {
    for (const Message& m : messagesOf(translationFile("zh_CN")))
        for (const char* mark : {"%1", "%2", "%3", "%L1", "%L2"})
            QVERIFY2(m.source.contains(mark) == m.translation.contains(mark),
                     qPrintable(m.context + ": " + m.source));
}

static const test::Case<TestTranslations> kCase;

} // namespace ffn

#include "tst_translations.moc"
