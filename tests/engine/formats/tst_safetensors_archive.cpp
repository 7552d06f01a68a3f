#include "engine/formats/safetensors_archive.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

namespace {

QByteArray repeated_ones(int count) {
    return "[1" + QByteArray(",1").repeated(count - 1) + "]";
}

/// One tensor `a` of so many bytes, described by these three pieces of JSON.
QByteArray one(const QByteArray& dtype, const QByteArray& shape, const QByteArray& offsets) {
    return R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

/// A header of so many tensors without values.
std::string empty_tensors(int count) {
    QByteArray header = "{";
    for (int i = 0; i < count; ++i)
        header += (i ? "," : "") + QByteArray("'%'").replace('%', QByteArray::number(i)).replace('\'', '"') +
                  R"(:{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
    return (header + "}").toStdString();
}

} // namespace

class TestSafetensorsArchive : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

  private slots:
    void readsEveryType_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"all_types.safetensors", "unpadded.safetensors"})
            QTest::newRow(name) << name;
    }
    void readsEveryType() {
        QFETCH(QString, name);
        const auto archive = open_archive(test::fixture(name.toStdString()));
        QCOMPARE(archive->format(), std::string_view("safetensors"));
        QCOMPARE(test::difference(*archive, name.toStdString()), std::string());
    }

    void keepsTheMetadata() {
        const auto archive = open_archive(test::fixture("all_types.safetensors"));
        const std::map<std::string, std::string> expected{{"format", "pt"}, {"note", "größe"}};
        QVERIFY(archive->metadata() == expected);
    }

    void refusesListedTypesByName() {
        const auto archive = open_archive(test::fixture("all_types.safetensors"));
        const auto index = archive->find("t.F8_E8M0");
        QVERIFY(index >= 0);
        const std::string error = test::error_of([&] { archive->read(std::size_t(index)); });
        QVERIFY2(error.find("all_types.safetensors") != std::string::npos, error.c_str());
        QVERIFY2(error.find("F8_E8M0") != std::string::npos, error.c_str());
    }

    void takesWhatTheFormatAllows_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("tensors");
        QTest::newRow("no tensors") << QByteArray("{}") << 0 << 0;
        QTest::newRow("white space around") << QByteArray(" \n\t{}  \r\n") << 0 << 0;
        QTest::newRow("only metadata") << QByteArray(R"({"__metadata__":{"a":"b"}})") << 0 << 0;
        QTest::newRow("64 axes") << one(R"("U8")", repeated_ones(64), "[0,1]") << 1 << 1;
        QTest::newRow("order of names is not order of bytes")
            << QByteArray(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},)"
                          R"("b":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})")
            << 3 << 2;
        QTest::newRow("empty ones between")
            << QByteArray(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                          R"("b":{"dtype":"F64","shape":[0],"data_offsets":[1,1]},)"
                          R"("c":{"dtype":"F64","shape":[0,9],"data_offsets":[0,0]}})")
            << 1 << 3;
    }
    void takesWhatTheFormatAllows() {
        QFETCH(QByteArray, header);
        QFETCH(int, bytes);
        QFETCH(int, tensors);
        const auto file =
            m_folder.write("good.safetensors", test::safetensors(header.toStdString(), std::size_t(bytes)));
        QCOMPARE(int(open_archive(file)->tensors().size()), tensors);
        test::read_all(file);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("sentence");
        const QByteArray f32 = R"("F32")", four = "[0,4]";
        QTest::newRow("no JSON") << QByteArray("abc") << 0 << "byte 8: is not valid JSON";
        QTest::newRow("a list") << QByteArray(" []") << 0 << "not a JSON object";
        QTest::newRow("10,000 lists") << QByteArray(10'000, '[') << 0 << "more than 64 deep";
        QTest::newRow("tensor twice")
            << one(f32, "[1]", four)
                   .replace("}}", R"(},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})")
            << 4 << "'a' stands twice";
        QTest::newRow("metadata twice")
            << QByteArray(R"({"__metadata__":{},"__metadata__":{"a":"b"}})") << 0 << "two '__metadata__'";
        QTest::newRow("long name")
            << one(f32, "[1]", four).replace("\"a\"", '"' + QByteArray(5000, 'n') + '"') << 4
            << "more than 4096 bytes";
        QTest::newRow("9 MB of name")
            << "{\"" + QByteArray(9 << 20, 'n') + "\":1}" << 0 << "byte 9: a text of more than 8388608 bytes";
        QTest::newRow("2000 digits") << one(f32, '[' + QByteArray(2000, '1') + ']', four) << 4
                                     << "byte 37: a number of more than 1024 digits";
        QTest::newRow("long dtype") << one('"' + QByteArray(5000, 'F') + '"', "[1]", four) << 4
                                    << "a dtype of more than 4096 bytes";
        QTest::newRow("dtype twice") << one(f32, "[1]", four).replace("}}", R"(,"dtype":"F32"}})") << 4
                                     << "twice";
        QTest::newRow("no object") << QByteArray(R"({"a":3})") << 0 << "not described by an object";
        QTest::newRow("no dtype") << QByteArray(R"({"a":{"shape":[1],"data_offsets":[0,4]}})") << 4
                                  << "'dtype'";
        QTest::newRow("no shape") << QByteArray(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})") << 4
                                  << "'shape'";
        QTest::newRow("no offsets") << QByteArray(R"({"a":{"dtype":"F32","shape":[1]}})") << 4
                                    << "'data_offsets'";
        QTest::newRow("unknown dtype") << one(R"("F31")", "[1]", four) << 4 << "unknown dtype 'F31'";
        QTest::newRow("dtype in small letters") << one(R"("f32")", "[1]", four) << 4 << "unknown dtype";
        QTest::newRow("negative extent") << one(f32, "[-1]", four) << 4 << "whole number";
        QTest::newRow("broken extent") << one(f32, "[1.0]", four) << 4 << "whole number";
        QTest::newRow("extent as text") << one(f32, R"(["1"])", four) << 4 << "whole number";
        QTest::newRow("shape too small") << one(f32, "[2]", four) << 4 << "another number";
        QTest::newRow("product wraps to 4 bytes")
            << one(f32, "[4294967296,4294967296,1]", four) << 4 << "2^60 values";
        QTest::newRow("product times size wraps")
            << one(R"("F64")", "[2305843009213693953]", "[0,8]") << 8 << "2^60 values";
        QTest::newRow("zero after overflow") << one(f32, "[4294967296,4294967296,0]", "[0,0]") << 0 << "2^60";
        QTest::newRow("extent 2^63") << one(f32, "[9223372036854775808]", four) << 4 << "2^60";
        QTest::newRow("extent 2^64") << one(f32, "[18446744073709551616]", four) << 4 << "whole number";
        QTest::newRow("65 axes") << one(f32, repeated_ones(65), four) << 4 << "64 axes";
        QTest::newRow("end before begin") << one(f32, "[1]", "[4,0]") << 4 << "data_offsets";
        QTest::newRow("one offset") << one(f32, "[1]", "[4]") << 4 << "data_offsets";
        QTest::newRow("three offsets") << one(f32, "[1]", "[0,4,8]") << 4 << "data_offsets";
        QTest::newRow("offset 2^64 - 1")
            << one(f32, "[1]", "[18446744073709551611,18446744073709551615]") << 4 << "begins at byte";
        QTest::newRow("begins late") << one(f32, "[1]", "[4,8]") << 8 << "begins at byte 4";
        QTest::newRow("past the end")
            << one(f32, "[2]", "[0,8]") << 4
            << "is cut short: the header describes 8 bytes of values, the file holds 4, 4 are missing";
        QTest::newRow("bytes left over") << one(f32, "[1]", four) << 5 << "the file holds 5";
        QTest::newRow("half a byte") << one(R"("F4")", "[3]", "[0,1]") << 1 << "another number";
        QTest::newRow("gap") << QByteArray(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                           R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})")
                             << 3 << "begins at byte 2 of the values, the one before it ends at 1";
        QTest::newRow("overlap") << QByteArray(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                                               R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})")
                                 << 3 << "tensor 'b' begins at byte 1";
        QTest::newRow("metadata of numbers")
            << QByteArray(R"({"__metadata__":{"a":1}})") << 0 << "no text under 'a'";
        QTest::newRow("metadata as text")
            << QByteArray(R"({"__metadata__":"a"})") << 0 << "not an object of texts";
    }
    void refuses() {
        QFETCH(QByteArray, header);
        QFETCH(int, bytes);
        QFETCH(QString, sentence);
        const auto file =
            m_folder.write("bad.safetensors", test::safetensors(header.toStdString(), std::size_t(bytes)));
        const auto error = QString::fromStdString(test::error_of([&] { test::read_all(file); }));
        QVERIFY2(error.contains("bad.safetensors") && error.contains(sentence), qPrintable(error));
    }

    // A header may be 100 MB long; what is made of it would take several times that.
    void refusesMoreTensorsThanAnyModelHas() {
        const auto file =
            m_folder.write("many.safetensors", test::safetensors(empty_tensors((1 << 17) + 1), 0));
        const std::string error = test::error_of([&] { open_archive(file); });
        QVERIFY2(error.find("more than 131072 tensors") != std::string::npos, error.c_str());
    }

    void refusesHeaderLengths_data() {
        QTest::addColumn<quint64>("length");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("one too long for the format") << quint64(100'000'001) << "100000000 at most";
        QTest::newRow("2^64 - 1") << ~quint64(0) << "100000000 at most";
        QTest::newRow("largest allowed, longer than the file") << quint64(100'000'000) << "the file has 2";
        QTest::newRow("one byte more than the file")
            << quint64(3) << "is cut short: the header goes on for 3";
        QTest::newRow("nothing") << quint64(0) << "JSON text ends too early";
    }
    void refusesHeaderLengths() {
        QFETCH(quint64, length);
        QFETCH(QString, sentence);
        const auto file = m_folder.write("bad.safetensors", test::little(length, 8) + "{}");
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(file); }));
        QVERIFY2(error.contains("bad.safetensors") && error.contains(sentence), qPrintable(error));
    }

    void noCutFileIsRead() {
        QCOMPARE(test::read_cut_everywhere(m_folder, "cut.safetensors",
                                           test::fixture_bytes("all_types.safetensors")),
                 std::string());
    }
    void noChangedByteDoesHarm() {
        QCOMPARE(test::read_changed_everywhere(m_folder, "x.safetensors",
                                               test::fixture_bytes("unpadded.safetensors")),
                 std::string());
    }
};

static const ffn::test::Case<TestSafetensorsArchive> kCase;
#include "tst_safetensors_archive.moc"
