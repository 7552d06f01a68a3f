#include "engine/formats/mapped_file.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <sys/stat.h>

using namespace ffn;

class TestMappedFile : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

  private slots:
    void holdsTheFilesBytes() {
        const std::string text("a\0b\xFF", 4);
        MappedFile file(m_folder.write("f", text));
        const MappedFile moved(std::move(file));
        QCOMPARE(moved.size(), 4U);
        QCOMPARE(std::string(moved.bytes().begin(), moved.bytes().end()), text);
        QVERIFY(file.bytes().empty());
    }

    void refusesWhatIsNoFileWithBytes() {
        const auto pipe = m_folder.path() / "pipe";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        const std::pair<std::filesystem::path, std::string> rows[]{
            {m_folder.write("empty", ""), "is empty"},
            {m_folder.path(), "is a folder"},
            {m_folder.path() / "none", "cannot open"},
            {m_folder.write("g", "x") / "below", "cannot open"},
            {pipe, "is not a plain file"}};
        for (const auto& [path, sentence] : rows) {
            const std::string error = test::error_of([&] { MappedFile file(path); });
            QVERIFY2(error.starts_with(path.string()) && error.find(sentence) != std::string::npos,
                     error.c_str());
        }
    }
};

static const ffn::test::Case<TestMappedFile> kCase;
#include "tst_mapped_file.moc"
