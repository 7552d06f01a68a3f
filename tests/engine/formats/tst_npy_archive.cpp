#include "engine/formats/npy_archive.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

namespace {

std::string npy(const std::string& literal, std::size_t data_size, int version = 1) {
    return "\x93NUMPY" + test::little(std::uint64_t(version), 2) +
           test::little(literal.size(), version == 1 ? 2 : 4) + literal + std::string(data_size, '\0');
}

std::string literal(const std::string& descr, const std::string& shape) {
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
}

} // namespace

class TestNpyArchive : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

  private slots:
    void readsAFolderOfEveryKind() {
        const auto archive = open_archive(test::fixture("npy"));
        QCOMPARE(archive->format(), std::string_view("npy-folder"));
        QCOMPARE(test::difference(*archive, "npy"), std::string());
    }

    void readsASingleFile() {
        const auto archive = open_archive(test::fixture("npy/fortran_conv.npy"));
        QCOMPARE(archive->format(), std::string_view("npy"));
        QCOMPARE(archive->tensors().size(), 1U);
        QCOMPARE(archive->tensors()[0].name, std::string("fortran_conv"));
        const Tensor values = archive->read(0);
        QCOMPARE(values.shape(), (Shape{6, 4, 1}));
        for (int i = 0; i < 24; ++i)
            QCOMPARE(values.data()[i], float(i) - 11.5F);
    }

    void refusesToReadListedTypes() {
        for (const char* name : {"complex", "text", "structured", "object"}) {
            const auto archive = open_archive(test::fixture(std::string("npy/") + name + ".npy"));
            const std::string error = test::error_of([&] { archive->read(0); });
            QVERIFY2(error.find(archive->tensors()[0].dtype) != std::string::npos, error.c_str());
        }
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << sentence;
        };
        std::string ones;
        for (int i = 0; i < 65; ++i)
            ones += "1,";
        row("version 4", npy(literal("<f4", "(1,)"), 4, 4), "of version 4.0");
        row("version 0", npy(literal("<f4", "(1,)"), 4, 0), "of version 0.0");
        row("too few bytes", npy(literal("<f4", "(2,)"), 7), "holds 7 bytes of values, its shape needs 8");
        row("too many bytes", npy(literal("<f4", "(2,)"), 9), "holds 9 bytes of values, its shape needs 8");
        row("unknown kind", npy(literal("<q4", "(1,)"), 4), "unknown descr '<q4'");
        row("float of 3 bytes", npy(literal("<f3", "(1,)"), 3), "cannot be read");
        row("integer of 3 bytes", npy(literal("<i3", "(1,)"), 3), "unknown descr '<i3'");
        row("only an order", npy(literal("<", "(1,)"), 4), "unknown descr");
        row("product wraps", npy(literal("<f4", "(4294967296, 4294967296)"), 0), "2^60 values");
        row("more than any file", npy(literal("<f8", "(1152921504606846976,)"), 8),
            "its shape needs 9223372036854775808");
        row("65 axes", npy(literal("<f4", "(" + ones + ")"), 4), "64 axes");
        row("header of 10,001 bytes", npy(literal("<f4", "(1,)") + std::string(10'001, ' '), 4, 2),
            "10000 at most");
        row("header of 4 GB", "\x93NUMPY" + test::little(2, 2) + test::little(0xFFFFFFFF, 4) + "{",
            "10000 at most");
        row("version 3 not in UTF-8",
            npy("{'descr': [('\xC3', '<f4')], 'fortran_order': False, 'shape': (1,)}", 4, 3), "not UTF-8");
        row("pickled header", npy("cos\nsystem\n", 0), "broken at its character 0");
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto file = m_folder.write("bad.npy", bytes.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { (void)open_archive(file)->read(0); }));
        QVERIFY2(error.contains("bad.npy") && error.contains(sentence), qPrintable(error));
    }

    void noCutFileIsRead_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"version1", "version2", "version3", "other_spelling", "big_F16"})
            QTest::newRow(name) << name;
    }
    void noCutFileIsRead() {
        QFETCH(QString, name);
        const std::string bytes = test::fixture_bytes("npy/" + name.toStdString() + ".npy");
        QCOMPARE(test::read_cut_everywhere(m_folder, "cut.npy", bytes), std::string());
    }
    void noChangedByteDoesHarm() {
        for (const char* name : {"npy/fortran_cube.npy", "npy/structured.npy"})
            QCOMPARE(test::read_changed_everywhere(m_folder, "x.npy", test::fixture_bytes(name)),
                     std::string());
    }
};

static const ffn::test::Case<TestNpyArchive> kCase;
#include "tst_npy_archive.moc"
