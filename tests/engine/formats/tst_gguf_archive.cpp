#include "engine/formats/gguf_archive.h"

#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using test::little;

namespace {

std::string text(const std::string& value) {
    return little(value.size(), 8) + value;
}

/// A tensor's entry: sizes in the file's order, fastest first.
std::string tensor(const std::string& name, const std::vector<std::uint64_t>& sizes, std::uint32_t type,
                   std::uint64_t offset) {
    std::string entry = text(name) + little(sizes.size(), 4);
    for (const std::uint64_t size : sizes)
        entry += little(size, 8);
    return entry + little(type, 4) + little(offset, 8);
}

std::string file(std::uint64_t tensors, std::uint64_t pairs, const std::string& entries, std::size_t data,
                 std::uint32_t version = 3) {
    std::string bytes = "GGUF" + little(version, 4) + little(tensors, 8) + little(pairs, 8) + entries;
    bytes.resize((bytes.size() + 31) / 32 * 32);
    return bytes + std::string(data, '\0');
}

} // namespace

class TestGgufArchive : public QObject {
    Q_OBJECT

  private slots:
    void unpacksEveryType() {
        const auto archive = open_archive(test::fixture("gguf/types.gguf"));
        QCOMPARE(archive->format(), std::string_view("gguf"));
        QCOMPARE(test::difference(*archive, "gguf/types.gguf"), std::string());
    }

    void refusesToReadATypeThatIsOnlyListed() {
        const auto archive = open_archive(test::fixture("gguf/types.gguf"));
        const auto index = std::size_t(archive->find("t.Q2_K"));
        const std::string error = test::error_of([&] { (void)archive->read(index); });
        QVERIFY2(error.find("'t.Q2_K' is of the type Q2_K") != std::string::npos, error.c_str());
    }

    void metadataHoldsTextsAndNumbers() {
        const auto archive = open_archive(test::fixture("gguf/types.gguf"));
        const std::map<std::string, std::string> expected{{"general.architecture", "llama"},
                                                          {"general.name", "tiny"},
                                                          {"llama.attention.layer_norm_rms_epsilon", "1e-05"},
                                                          {"llama.block_count", "1"},
                                                          {"general.alignment", "64"},
                                                          {"some.bool", "true"},
                                                          {"some.i8", "-1"},
                                                          {"some.i64", "-1099511627776"},
                                                          {"some.f64", "0.1"},
                                                          {"some.u16", "65535"}};
        QVERIFY(archive->metadata() == expected);
    }

    void shapesHaveTheFastestAxisLast() {
        const auto archive = open_archive(test::fixture("gguf/block.gguf"));
        const auto index = std::size_t(archive->find("blk.0.ffn_up.weight"));
        QCOMPARE(archive->tensors().at(index).shape, (std::vector<std::int64_t>{8, 4}));
    }

    void everyCutIsNoticed() {
        const test::SampleFolder folder;
        std::string bytes = file(1, 0, tensor("w", {4}, 0, 0), 16);
        QCOMPARE(test::read_cut_everywhere(folder, "w.gguf", bytes), std::string());
        bytes = test::fixture_bytes("gguf/block.gguf");
        bytes.resize(600); // its header, and some values
        QVERIFY(!test::error_of([&] { open_archive(folder.write("b.gguf", bytes)); }).empty());
    }

    void noChangedByteDoesHarm() {
        const test::SampleFolder folder;
        QCOMPARE(test::read_changed_everywhere(folder, "w.gguf", test::fixture_bytes("gguf/block.gguf")),
                 std::string());
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
        };
        const std::uint64_t most = ~std::uint64_t(0), half = std::uint64_t(1) << 63;
        row("version 1", file(0, 0, "", 0, 1), "version 1; 2 and 3");
        row("big-endian", file(0, 0, "", 0, 0x03000000), "big-endian");
        row("2^64 tensors", file(most, 0, "", 0), "tensors, more than it can hold");
        row("2^64 pairs", file(0, most, "", 0), "pairs, more than it can hold");
        row("a key of 2^64 bytes", file(0, 1, little(most, 8) + "key", 0), "ends too early");
        row("an empty key", file(0, 1, text("") + little(4, 4) + little(1, 4), 0), "a key is expected");
        row("a key twice", file(0, 2, text("k") + little(0, 4) + "a" + text("k") + little(0, 4) + "b", 0),
            "stands twice");
        row("an unknown kind", file(0, 1, text("k") + little(13, 4) + little(0, 8), 0), "unknown kind 13");
        const auto list = [&](std::uint32_t kind, std::uint64_t count) {
            return file(0, 1, text("k") + little(9, 4) + little(kind, 4) + little(count, 8), 64);
        };
        row("a list of lists", list(9, 1), "lists of lists");
        row("a list of an unknown kind", list(99, 1), "a list of the kind 99");
        row("a list past the end", list(10, 100), "past the file's end");
        row("a list of 2^61 numbers", list(10, std::uint64_t(1) << 61), "past the file's end");
        row("a list of texts past the end", list(8, 1000), "past the file's end");
        const auto alignment = [&](std::uint32_t kind, std::uint32_t value) {
            return file(0, 1, text("general.alignment") + little(kind, 4) + little(value, 4), 0);
        };
        row("alignment 0", alignment(4, 0), "no power of two");
        row("alignment 24", alignment(4, 24), "no power of two");
        row("alignment of another kind", alignment(6, 0x42000000), "no power of two");
        const auto one = [&](const std::string& entry, std::size_t data = 64) {
            return file(1, 0, entry, data);
        };
        std::string many;
        for (int i = 0; i < (1 << 17) + 1; ++i)
            many += tensor(std::to_string(i), {0}, 0, 0);
        row("131073 tensors", file(131073, 0, many, 0), "byte 24: has 131073 tensors; up to 131072 are read");
        row("five axes", one(tensor("w", {1, 1, 1, 1, 1}, 0, 0)), "more than 4 axes");
        row("no name", one(tensor("", {1}, 0, 0)), "a tensor's name is expected");
        row("a name of 65 bytes", one(tensor(std::string(65, 'x'), {1}, 0, 0)),
            "a tensor's name is expected");
        row("a name that is no UTF-8", one(tensor("\xff", {1}, 0, 0)), "a tensor's name is expected");
        row("a size of 2^63", one(tensor("w", {half}, 0, 0)), "2^60");
        row("a product that overflows",
            one(tensor("w", {std::uint64_t(1) << 32, std::uint64_t(1) << 32}, 0, 0)), "2^60");
        row("a product that overflows to 0", one(tensor("w", {half, 2}, 0, 0)), "2^60");
        row("larger than the file", one(tensor("w", {17}, 0, 0)), "past the file's end");
        row("begins past the end", one(tensor("w", {0}, 0, 96)), "past the file's end");
        row("offset near 2^64", one(tensor("w", {1}, 0, most - 31)), "past the file's end");
        row("offset not aligned", one(tensor("w", {1}, 0, 4)), "multiple of the alignment");
        row("rows of part of a block", one(tensor("w", {16, 2}, 2, 0)), "no whole blocks");
        row("a packed scalar", one(tensor("w", {}, 2, 0)), "no whole blocks");
        row("overlapping", file(2, 0, tensor("a", {16}, 0, 0) + tensor("b", {4}, 0, 32), 64),
            "inside the one before");
        row("two in one place", file(2, 0, tensor("a", {8}, 0, 0) + tensor("b", {8}, 0, 0), 64),
            "inside the one before");
        row("a name twice", file(2, 0, tensor("a", {8}, 0, 0) + tensor("a", {8}, 0, 32), 64), "two tensors");
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        const auto path = folder.write("w.gguf", bytes.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(path); }));
        QVERIFY2(error.startsWith(path.c_str()) && error.contains(sentence), qPrintable(error));
    }

    void anUnknownTypeIsListed() {
        const test::SampleFolder folder;
        const auto archive = open_archive(folder.write("w.gguf", file(1, 0, tensor("w", {4}, 77, 0), 16)));
        QCOMPARE(archive->tensors().at(0).dtype, std::string("type 77"));
        QVERIFY(!archive->tensors()[0].readable);
    }
};

static const ffn::test::Case<TestGgufArchive> kCase;
#include "tst_gguf_archive.moc"
