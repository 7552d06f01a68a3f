#include "engine/formats/sibling_file.h"

#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestSiblingFile : public QObject {
    Q_OBJECT

  private slots:
    void findsAFileOfTheSameFolder() {
        const test::SampleFolder folder;
        const auto index = folder.write("a.json", "{}"), other = folder.write("b.bin", "x");
        QCOMPARE(sibling_file(index, "b.bin", "part"), other);
    }

    void refusesAllOthers_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("above") << std::string("../outside")
                               << "names the part '../outside', a plain file name";
        QTest::newRow("below") << std::string("sub/inside") << "a plain file name";
        QTest::newRow("absolute") << std::string("/etc/passwd") << "a plain file name";
        QTest::newRow("itself") << std::string(".") << "a plain file name";
        QTest::newRow("empty") << std::string() << "a plain file name";
        QTest::newRow("NUL") << std::string("b\0c", 3) << "a plain file name";
        QTest::newRow("absent") << std::string("none") << "names the part 'none', which is not in its folder";
        QTest::newRow("a link out") << std::string("link") << "is a link out of the folder";
    }
    void refusesAllOthers() {
        QFETCH(std::string, name);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        const auto index = folder.write("model/a.json", "{}");
        folder.write("model/sub/inside", "x");
        std::filesystem::create_symlink(folder.write("outside", "x"), folder.path() / "model/link");
        const auto error = QString::fromStdString(test::error_of([&] { sibling_file(index, name, "part"); }));
        QVERIFY2(error.contains(sentence), qPrintable(error));
    }
};

static const ffn::test::Case<TestSiblingFile> kCase;
#include "tst_sibling_file.moc"
