#include "engine/formats/npy_archive.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestNpzArchive : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

  private slots:
    void readsStoredDeflatedAndZip64_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"stored.npz", "deflated.npz", "zip64.npz"})
            QTest::newRow(name) << name;
    }
    void readsStoredDeflatedAndZip64() {
        QFETCH(QString, name);
        const auto archive = open_archive(test::fixture(name.toStdString()));
        QCOMPARE(archive->format(), std::string_view("npz"));
        QCOMPARE(test::difference(*archive, name.toStdString()), std::string());
    }

    // 1.2 MB each, so that they are unpacked in more than one piece; the script wrote i mod 7.
    void readsLargeDeflatedMembers() {
        const auto archive = open_archive(test::fixture("large.npz"));
        for (std::size_t index : {0U, 1U}) {
            const Tensor values = archive->read(index);
            QCOMPARE(values.shape(), (Shape{1, 600, 500}));
            int wrong = 0;
            for (int i = 0; i < 300'000; ++i)
                wrong += values.data()[i] != float(i % 7);
            QCOMPARE(wrong, 0);
        }
    }

    void findsDamageInValues() {
        std::string bytes = test::fixture_bytes("stored.npz");
        // The last value of the first member, 11/8 as float32.
        const std::size_t at = bytes.find(std::string("\x00\x00\xB0\x3F", 4));
        QVERIFY(at != std::string::npos);
        bytes[at] = 1;
        const auto archive = open_archive(m_folder.write("damaged.npz", bytes));
        const std::string error = test::error_of([&] { (void)archive->read(0); });
        QVERIFY2(error.find("damaged.npz") != std::string::npos, error.c_str());
        QVERIFY2(error.find("'w.npy' does not match its checksum") != std::string::npos, error.c_str());
    }

    void noCutFileIsRead_data() { readsStoredDeflatedAndZip64_data(); }
    void noCutFileIsRead() {
        QFETCH(QString, name);
        QCOMPARE(test::read_cut_everywhere(m_folder, "cut.npz", test::fixture_bytes(name.toStdString())),
                 std::string());
    }
    void noChangedByteDoesHarm_data() { readsStoredDeflatedAndZip64_data(); }
    void noChangedByteDoesHarm() {
        QFETCH(QString, name);
        QCOMPARE(test::read_changed_everywhere(m_folder, "x.npz", test::fixture_bytes(name.toStdString())),
                 std::string());
    }
};

static const ffn::test::Case<TestNpzArchive> kCase;
#include "tst_npz_archive.moc"
