#include "tests/test_case.h"

#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

namespace ffn {

namespace {

// Which rooms a room may include, itself always among them; the table of CONTRIBUTING.md.
const QMap<QString, QStringList>& allowed() {
    static const QMap<QString, QStringList> kTable{
        {"engine/core", {}},
        {"engine/formats", {"engine/core"}},
        {"engine/model", {"engine/core", "engine/formats"}},
        {"engine/tokens", {"engine/core", "engine/formats"}},
        {"engine/forward", {"engine/core", "engine/model"}},
        {"engine/analysis", {"engine/core", "engine/model", "engine/forward"}},
        {"engine/raster", {"engine/core"}},
        {"engine/exports",
         {"engine/core", "engine/formats", "engine/model", "engine/tokens", "engine/forward",
          "engine/analysis"}},
        {"ui", {"engine"}},
        {"app", {"engine", "ui"}},
        {"bench", {"engine", "ui"}},
    };
    return kTable;
}

QString roomOf(const QString& path) {
    const QStringList parts = path.split('/');
    return parts.first() == "engine" ? parts[0] + "/" + parts[1] : parts.first();
}

bool mayInclude(const QString& room, const QString& included) {
    if (included == room) return true;
    for (const QString& a : allowed().value(room))
        if (included == a || included.startsWith(a + "/")) return true;
    return false;
}

QStringList includesOf(const QString& file, const QRegularExpression& pattern) {
    QFile f(file);
    if (!f.open(QIODevice::ReadOnly)) return {};
    QStringList found;
    auto it = pattern.globalMatch(QString::fromUtf8(f.readAll()));
    while (it.hasNext())
        found.append(it.next().captured(1));
    return found;
}

QStringList sources() {
    QStringList files;
    for (const char* top : {"engine", "ui", "app", "bench"}) {
        QDirIterator it(QString(FFNSCOPE_SOURCE_DIR) + "/" + top, {"*.h", "*.cpp", "*.cu", "*.cuh"},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files.append(it.next());
    }
    return files;
}

QString relative(const QString& file) {
    return QDir(FFNSCOPE_SOURCE_DIR).relativeFilePath(file);
}

} // namespace

/// The order of the house: data flows one way, and no room reaches into one above it.
class TestLayering : public QObject {
    Q_OBJECT
  private slots:
    void everyIncludeIsAllowed();
    void theEngineKnowsNoQt();
    void noDrawerFiles();
    void sizesStayReadable();
};

void TestLayering::everyIncludeIsAllowed() {
    const QRegularExpression ours("^#include \"([^\"]+)\"", QRegularExpression::MultilineOption);
    QStringList wrong;
    int seen = 0;
    for (const QString& file : sources())
        for (const QString& included : includesOf(file, ours)) {
            if (included.endsWith(".moc") || !included.contains('/')) continue;
            ++seen;
            if (!mayInclude(roomOf(relative(file)), roomOf(included)))
                wrong.append(relative(file) + " → " + included);
        }
    QVERIFY2(seen > 100, "the include lines were not found");
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void TestLayering::theEngineKnowsNoQt() {
    const QRegularExpression qt("^#include <(Q[A-Z]\\w*|qcustomplot\\.h)>",
                                QRegularExpression::MultilineOption);
    for (const QString& file : sources())
        if (relative(file).startsWith("engine/"))
            QVERIFY2(includesOf(file, qt).isEmpty(), qPrintable(relative(file)));
}

void TestLayering::noDrawerFiles() {
    const QRegularExpression drawer("^(util|utils|common|helper|helpers|misc|manager)([_.]|$)");
    for (const QString& file : sources())
        QVERIFY2(!drawer.match(QFileInfo(file).fileName()).hasMatch(), qPrintable(relative(file)));
}

void TestLayering::sizesStayReadable() {
    for (const QString& file : sources()) {
        QFile f(file);
        QVERIFY(f.open(QIODevice::ReadOnly));
        const qsizetype lines = f.readAll().count('\n');
        const qsizetype most = file.endsWith(".h") ? 160 : 400;
        QVERIFY2(lines <= most, qPrintable(QString("%1 has %2 lines").arg(relative(file)).arg(lines)));
    }
}

static const test::Case<TestLayering> kCase;

} // namespace ffn

#include "tst_layering.moc"
