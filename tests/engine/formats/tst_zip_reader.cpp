#include "engine/formats/zip_reader.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <zlib.h>

using namespace ffn;
using test::little;

namespace {

/// What a zip says of its one member; each test spoils one thing.
struct Claims {
    std::string name = "a.npy", local_name = "a.npy";
    std::string packed;
    int flags = 0, method = 0;
    std::uint64_t size = 0;
    std::uint64_t packed_size = 0;
    std::uint32_t crc = 0;
    std::uint64_t local_offset = 0;
    int entries = 1;
    std::string comment;
};

std::uint32_t crc_of(const std::string& bytes) {
    return std::uint32_t(::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
}

std::string deflated(const std::string& bytes) {
    z_stream zlib{};
    ::deflateInit2(&zlib, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
    std::string out(bytes.size() + 100, '\0');
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = uInt(bytes.size());
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = uInt(out.size());
    ::deflate(&zlib, Z_FINISH);
    out.resize(zlib.total_out);
    ::deflateEnd(&zlib);
    return out;
}

Claims honest(const std::string& content, bool packed) {
    Claims claims;
    claims.packed = packed ? deflated(content) : content;
    claims.method = packed ? 8 : 0;
    claims.size = content.size();
    claims.packed_size = claims.packed.size();
    claims.crc = crc_of(content);
    return claims;
}

std::string end_record(std::uint64_t entries, std::uint64_t size, std::uint64_t offset,
                       const std::string& comment) {
    return "PK\x05\x06" + little(0, 4) + little(entries, 2) + little(entries, 2) + little(size, 4) +
           little(offset, 4) + little(comment.size(), 2) + comment;
}

std::string central(const Claims& c) {
    return "PK\x01\x02" + little(20, 2) + little(20, 2) + little(std::uint64_t(c.flags), 2) +
           little(std::uint64_t(c.method), 2) + little(0, 4) + little(c.crc, 4) + little(c.packed_size, 4) +
           little(c.size, 4) + little(c.name.size(), 2) + little(0, 12) + little(c.local_offset, 4) + c.name;
}

std::string zip(const Claims& c) {
    // The local sizes are left 0, as writers do that stream: only the directory counts.
    const std::string body = "PK\x03\x04" + little(20, 2) + little(0, 4) + little(0, 4) + little(0, 12) +
                             little(c.local_name.size(), 2) + little(0, 2) + c.local_name + c.packed;
    std::string directory;
    for (int i = 0; i < c.entries; ++i)
        directory += central(c);
    return body + directory + end_record(std::uint64_t(c.entries), directory.size(), body.size(), c.comment);
}

std::string content_of(const MappedFile& file, const ZipMember& member) {
    std::string content(member.size, '\0');
    ZipStream stream(file, member);
    stream.read({reinterpret_cast<std::uint8_t*>(content.data()), content.size()});
    stream.finish();
    return content;
}

} // namespace

Q_DECLARE_METATYPE(Claims)

class TestZipReader : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

    std::string error_for(const Claims& claims) {
        const auto file = m_folder.write("bad.zip", zip(claims));
        return test::error_of([&] {
            const MappedFile mapped(file);
            for (const ZipMember& member : read_zip_directory(mapped))
                content_of(mapped, member);
        });
    }

  private slots:
    void unpacksMembers_data() {
        QTest::addColumn<Claims>("claims");
        QTest::addColumn<QByteArray>("content");
        for (const bool packed : {false, true}) {
            QTest::addRow("text, deflated %d", packed)
                << honest("hello hello hello", packed) << QByteArray("hello hello hello");
            QTest::addRow("nothing, deflated %d", packed) << honest("", packed) << QByteArray();
        }
        Claims commented = honest("x", false);
        commented.comment = "PK\x05\x06 looks like an end record, and is none";
        QTest::newRow("comment") << commented << QByteArray("x");
        // The most that deflate can do: 1032 to 1 must not be taken for a lie.
        const std::string zeros(5'000'000, '\0');
        QTest::newRow("zeros") << honest(zeros, true) << QByteArray::fromStdString(zeros);
    }
    void unpacksMembers() {
        QFETCH(Claims, claims);
        QFETCH(QByteArray, content);
        const MappedFile file(m_folder.write("good.zip", zip(claims)));
        const auto members = read_zip_directory(file);
        QCOMPARE(members.size(), 1U);
        QCOMPARE(members[0].name, claims.name);
        QVERIFY(content_of(file, members[0]) == content.toStdString());
    }

    void refusesLies_data() {
        QTest::addColumn<Claims>("claims");
        QTest::addColumn<QString>("sentence");
        const std::string text = "some text, some text, some text";
        const Claims stored = honest(text, false), packed = honest(text, true);
        const auto row = [](const char* name, Claims claims, auto spoil, const char* sentence) {
            spoil(claims);
            QTest::newRow(name) << claims << sentence;
        };
        row(
            "encrypted", stored, [](Claims& c) { c.flags = 1; }, "is encrypted");
        row(
            "bzip2", stored, [](Claims& c) { c.method = 12; }, "packed by method 12");
        row(
            "stored, larger than packed", stored, [](Claims& c) { c.size += 1; }, "cannot hold that");
        row(
            "stored, smaller than packed", stored, [](Claims& c) { c.size -= 1; }, "cannot hold that");
        row(
            "bomb: more than 1032 to 1", packed, [](Claims& c) { c.size = c.packed_size * 1032 + 1; },
            "cannot hold");
        row(
            "claims more than it holds", packed, [](Claims& c) { c.size += 1; }, "ends before the bytes");
        row(
            "holds more than it claims", packed, [](Claims& c) { c.size -= 1; },
            "holds more than the 30 bytes");
        row(
            "claims nothing", packed, [](Claims& c) { c.size = 0; }, "holds more than the 0 bytes");
        row(
            "checksum", stored, [](Claims& c) { c.crc ^= 1; }, "does not match its checksum");
        row(
            "checksum, deflated", packed, [](Claims& c) { c.crc ^= 1; }, "does not match its checksum");
        row(
            "bytes after the deflate stream", packed,
            [](Claims& c) {
                c.packed += "x";
                c.packed_size += 1;
            },
            "does not end where");
        row(
            "broken deflate stream", packed, [](Claims& c) { c.packed[0] = '\x07'; }, "bytes are damaged");
        row(
            "cut deflate stream", packed, [](Claims& c) { c.packed_size -= 3; }, "ends before the bytes");
        row(
            "into the directory", stored,
            [](Claims& c) {
                c.packed_size += 1;
                c.size += 1;
            },
            "goes on past");
        row(
            "local header elsewhere", stored, [](Claims& c) { c.local_offset = 3; }, "no local header");
        row(
            "local header past the end", stored, [](Claims& c) { c.local_offset = 0xFFFFFFF0; },
            "no local header");
        row(
            "zip64 offset absent", stored, [](Claims& c) { c.local_offset = 0xFFFFFFFF; },
            "lacks its zip64 sizes");
        row(
            "another local name", stored, [](Claims& c) { c.local_name = "b.npy"; }, "another name");
        row(
            "shorter local name", stored, [](Claims& c) { c.local_name = "a"; }, "another name");
        row(
            "member twice", stored, [](Claims& c) { c.entries = 2; }, "stands twice");
    }
    void refusesLies() {
        QFETCH(Claims, claims);
        QFETCH(QString, sentence);
        const auto error = QString::fromStdString(error_for(claims));
        QVERIFY2(error.contains("bad.zip") && error.contains(sentence), qPrintable(error));
    }

    // Two names for the same bytes: how small zips unpack to petabytes.
    void refusesOverlappingMembers() {
        Claims c = honest("abc", false);
        const std::string body = zip(c).substr(0, 30 + 5 + 3);
        const std::string inner = "PK\x03\x04" + little(0, 22) + little(5, 2) + little(0, 2) + "b.npy" + "z";
        Claims outer = honest(inner, false), second = honest("z", false);
        second.name = "b.npy";
        second.local_offset = 35;
        const std::string bytes =
            "PK\x03\x04" + little(0, 22) + little(5, 2) + little(0, 2) + "a.npy" + inner;
        const std::string directory = central(outer) + central(second);
        const auto file =
            m_folder.write("bad.zip", bytes + directory + end_record(2, directory.size(), bytes.size(), ""));
        const std::string error = test::error_of([&] { read_zip_directory(MappedFile(file)); });
        QVERIFY2(error.find("'a.npy' and 'b.npy' overlap") != std::string::npos, error.c_str());
    }

    void refusesBrokenDirectories_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << sentence;
        };
        const std::string good = zip(honest("abc", false)), entry = central(honest("abc", false));
        const std::string body = good.substr(0, good.size() - 22 - entry.size());
        row("no end", good.substr(0, good.size() - 22), "no end record");
        row("bytes after the end", good + "x", "no end record");
        row("bytes before", "x" + good, "does not lie right before");
        row("more entries than there are", body + entry + end_record(2, entry.size(), body.size(), ""),
            "too short for its 2 entries");
        row("fewer entries", body + entry + end_record(0, entry.size(), body.size(), ""),
            "more than its 0 entries");
        row("directory past the end", body + entry + end_record(1, 0xFFFFFFF0, 0xFFFFFFF0, ""),
            "does not lie right");
        row("several parts", body + entry + "PK\x05\x06" + little(1, 4) + little(0, 14), "several parts");
        row("locator to nowhere",
            body + "PK\x06\x07" + little(0, 4) + little(~0ULL, 8) + little(1, 4) +
                end_record(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, ""),
            "does not point to an end record");
    }
    void refusesBrokenDirectories() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto file = m_folder.write("bad.zip", bytes.toStdString());
        const auto error =
            QString::fromStdString(test::error_of([&] { read_zip_directory(MappedFile(file)); }));
        QVERIFY2(error.contains("bad.zip") && error.contains(sentence), qPrintable(error));
    }

    void refusesMoreMembersThanAnyFileOfWeightsHas() {
        const std::uint64_t size = 131'073 * 46;
        const std::string end64 = "PK\x06\x06" + little(44, 8) + little(45, 2) + little(45, 2) +
                                  little(0, 8) + little(131'073, 8) + little(131'073, 8) + little(size, 8) +
                                  little(0, 8);
        const std::string locator = "PK\x06\x07" + little(0, 4) + little(size, 8) + little(1, 4);
        const auto file = m_folder.write("many.zip", std::string(size, '\0') + end64 + locator +
                                                         end_record(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, ""));
        const std::string error = test::error_of([&] { read_zip_directory(MappedFile(file)); });
        QVERIFY2(error.find("has 131073 members, more than any") != std::string::npos, error.c_str());
    }
};

static const ffn::test::Case<TestZipReader> kCase;
#include "tst_zip_reader.moc"
