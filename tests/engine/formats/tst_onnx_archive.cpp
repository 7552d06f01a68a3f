#include "engine/formats/onnx_archive.h"

#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

namespace {

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value > 127; value >>= 7)
        bytes += char((value & 127) | 128);
    return bytes + char(value);
}
std::string number(std::uint32_t field, std::uint64_t value) {
    return varint(field << 3) + varint(value);
}
std::string part(std::uint32_t field, const std::string& bytes) {
    return varint(field << 3 | 2) + varint(bytes.size()) + bytes;
}
std::string model(const std::string& graph) {
    return number(1, 8) + part(2, "test") + part(7, graph);
}
/// An initializer of float32 with what is given of the values.
std::string tensor(const std::string& name, const std::vector<std::uint64_t>& shape,
                   const std::string& values) {
    std::string fields;
    for (const std::uint64_t extent : shape)
        fields += number(1, extent);
    return part(5, fields + number(2, 1) + part(8, name) + values);
}
std::string outside(const std::string& location, const std::string& offset, const std::string& length) {
    const auto entry = [](const std::string& key, const std::string& value) {
        return part(13, part(1, key) + part(2, value));
    };
    return entry("location", location) + entry("offset", offset) + entry("length", length);
}

} // namespace

class TestOnnxArchive : public QObject {
    Q_OBJECT

  private slots:
    void readsNamesShapesAndValues_data() {
        QTest::addColumn<std::string>("name");
        QTest::newRow("a block with biases") << std::string("onnx/block.onnx");
        QTest::newRow("matrices without biases, named by their nodes") << std::string("onnx/plain.onnx");
        QTest::newRow("convolutions") << std::string("onnx/conv.onnx");
        QTest::newRow("Gemm") << std::string("onnx/gemm.onnx");
        QTest::newRow("constants") << std::string("onnx/constants.onnx");
        QTest::newRow("a frozen module") << std::string("onnx/frozen.onnx");
        QTest::newRow("matrices turned by nodes") << std::string("onnx/unfolded.onnx");
        QTest::newRow("every type, and another file") << std::string("onnx/types.onnx");
        QTest::newRow("every way to a name") << std::string("onnx/names.onnx");
    }
    void readsNamesShapesAndValues() {
        QFETCH(std::string, name);
        const auto archive = open_archive(test::fixture(name));
        QCOMPARE(archive->format(), std::string_view("onnx"));
        QCOMPARE(test::difference(*archive, name), std::string());
    }

    void everyCutIsNoticed() {
        const test::SampleFolder folder;
        const std::string bytes = model(tensor("w", {2}, part(9, std::string(8, '\1'))));
        QCOMPARE(test::read_cut_everywhere(folder, "w.onnx", bytes), std::string());
    }

    void noChangedByteDoesHarm() {
        const test::SampleFolder folder;
        folder.write("values.bin", test::fixture_bytes("onnx/values.bin"));
        for (const char* name : {"onnx/names.onnx", "onnx/types.onnx", "onnx/constants.onnx"})
            QCOMPARE(test::read_changed_everywhere(folder, "w.onnx", test::fixture_bytes(name)),
                     std::string());
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& graph, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(model(graph)) << QString(sentence);
        };
        const std::string two = part(9, std::string(8, '\1'));
        const std::uint64_t half = std::uint64_t(1) << 63;
        QTest::newRow("no graph") << QByteArray::fromStdString(number(1, 8) + part(2, "test"))
                                  << "without a graph";
        QTest::newRow("two graphs") << QByteArray::fromStdString(model("") + part(7, "")) << "two graphs";
        row("no weights", "", "neither initializers");
        row("no name", tensor("", {2}, two), "without a name");
        row("a name that is no UTF-8", tensor("\xff", {2}, two), "without a name");
        row("a name twice", tensor("w", {2}, two) + tensor("w", {2}, two), "stands for two tensors");
        row("a negative size", tensor("w", {~std::uint64_t(0)}, two), "negative size");
        row("a product that overflows", tensor("w", {half, 2}, two), "2^60");
        row("2^59 values of 4 bytes", tensor("w", {std::uint64_t(1) << 59}, two), "its shape needs");
        row("65 axes", tensor("w", std::vector<std::uint64_t>(65, 1), two), "64 axes");
        // 11 bytes of version, maker and graph, 3 of the tensor, 64 axes of 2 bytes, and the number of the
        // next.
        row("65 axes, where", tensor("w", std::vector<std::uint64_t>(65, 1), two), ", byte 143: a tensor of");
        std::string many, nodes = tensor("w", {2}, two);
        for (int i = 0; i < (1 << 17) + 1; ++i) {
            many += part(5, number(1, 0) + number(2, 1) + part(8, std::to_string(i)));
            nodes += part(1, part(4, "Add"));
        }
        row("131073 tensors", many, "more tensors or nodes than any model");
        row("131073 nodes", nodes, "more tensors or nodes than any model");
        row("fewer bytes than the shape", tensor("w", {3}, two), "8 bytes of values, its shape needs 12");
        row("more bytes than the shape", tensor("w", {1}, two), "8 bytes of values, its shape needs 4");
        row("outside the folder", tensor("w", {2}, outside("../o.bin", "0", "8")), "plain file name");
        row("anywhere", tensor("w", {2}, outside("/etc/passwd", "0", "8")), "plain file name");
        row("a file that is not there", tensor("w", {2}, outside("none.bin", "0", "8")), "not in its folder");
        row("a link out", tensor("w", {2}, outside("link.bin", "0", "8")), "link out of the folder");
        row("past the other file's end", tensor("w", {2}, outside("o.bin", "4", "8")),
            "past the end of 'o.bin'");
        row("an offset near 2^64", tensor("w", {2}, outside("o.bin", "18446744073709551615", "8")),
            "past the end of 'o.bin'");
        row("an offset beyond 2^64", tensor("w", {2}, outside("o.bin", "18446744073709551616", "8")),
            "not a whole number");
        row("a negative offset", tensor("w", {2}, outside("o.bin", "-1", "8")), "not a whole number");
        row("another length", tensor("w", {2}, outside("o.bin", "0", "4")), "its shape needs 8");
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        folder.write("model/o.bin", std::string(8, '\1'));
        std::filesystem::create_symlink(folder.write("o.bin", "12345678"), folder.path() / "model/link.bin");
        const auto file = folder.write("model/w.onnx", bytes.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(file); }));
        QVERIFY2(error.contains((folder.path() / "model").c_str()) && error.contains(sentence),
                 qPrintable(error));
    }
};

static const ffn::test::Case<TestOnnxArchive> kCase;
#include "tst_onnx_archive.moc"
