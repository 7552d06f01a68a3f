#include "engine/formats/npy_archive.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <zlib.h>

using namespace ffn;

namespace {

/// A zip of one deflated member; its checksum is left out.
std::string zip_of(const std::string& name, const std::string& packed, std::size_t size) {
    using test::little;
    const std::string sizes = little(0, 4) + little(packed.size(), 4) + little(size, 4);
    const std::string body = "PK\x03\x04" + little(20, 2) + little(0, 2) + little(8, 2) + little(0, 4) +
                             sizes + little(name.size(), 2) + little(0, 2) + name + packed;
    const std::string directory = "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + little(8, 2) +
                                  little(0, 4) + sizes + little(name.size(), 2) + little(0, 16) + name;
    return body + directory + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) +
           little(directory.size(), 4) + little(body.size(), 4) + little(0, 2);
}

} // namespace

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

    // 100 MB of zeros in 100 KB: a mask beside weights may be so, and harms nobody until it is read.
    void refusesToUnpackABomb() {
        std::string packed(200'000, '\0');
        z_stream zlib{};
        QCOMPARE(::deflateInit2(&zlib, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
        std::string zeros(1'000'000, '\0');
        std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (99999872,), }";
        header.append(117 - header.size(), ' ').append("\n");
        const std::string start = std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header;
        zeros.replace(0, start.size(), start);
        zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
        zlib.avail_out = uInt(packed.size());
        for (int i = 0; i < 100; ++i) {
            zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
            zlib.avail_in = uInt(zeros.size());
            ::deflate(&zlib, i < 99 ? Z_NO_FLUSH : Z_FINISH);
            std::ranges::fill(zeros, '\0');
        }
        packed.resize(zlib.total_out);
        ::deflateEnd(&zlib);
        const auto file = m_folder.write("bomb.npz", zip_of("w.npy", packed, 100'000'000));
        const auto archive = open_archive(file);
        QCOMPARE(archive->tensors().at(0).count(), std::int64_t(99'999'872));
        const std::string error = test::error_of([&] { (void)archive->read(0); });
        QVERIFY2(error.find("byte 0: member 'w.npy' unpacks from") != std::string::npos, error.c_str());
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
