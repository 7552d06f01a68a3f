#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestOpenArchive : public QObject {
    Q_OBJECT

    static std::string one(const std::string& name) {
        return test::safetensors(R"({")" + name + R"(":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 1);
    }

  private slots:
    void tellsTheKindByContent() {
        const test::SampleFolder folder;
        const std::pair<const char*, std::string_view> rows[]{
            {"unpadded.safetensors", "safetensors"}, {"stored.npz", "npz"}, {"npy/scalar.npy", "npy"}};
        for (const auto& [name, format] : rows)
            QCOMPARE(open_archive(folder.write("weights.bin", test::fixture_bytes(name)))->format(), format);
    }

    void choosesInAFolder() {
        const test::SampleFolder folder;
        const auto first_tensor = [&] { return open_archive(folder.path())->tensors().at(0).name; };
        folder.write("b.npy", test::fixture_bytes("npy/scalar.npy"));
        folder.write("a.npy", test::fixture_bytes("npy/scalar.npy"));
        QCOMPARE(first_tensor(), std::string("a"));
        folder.write("w.onnx", test::fixture_bytes("onnx/gemm.onnx"));
        QCOMPARE(first_tensor(), std::string("layers.0.linear1.weight"));
        folder.write("w.gguf", test::fixture_bytes("gguf/block.gguf"));
        QCOMPARE(first_tensor(), std::string("blk.0.ffn_gate.weight"));
        folder.write("w.pt", test::fixture_bytes("pytorch/single.pt"));
        QCOMPARE(first_tensor(), std::string("w"));
        folder.write("any.safetensors", one("only"));
        QCOMPARE(first_tensor(), std::string("only"));
        folder.write("more.safetensors", one("more"));
        const std::string error = test::error_of([&] { first_tensor(); });
        QVERIFY2(error.find("2 safetensors files") != std::string::npos, error.c_str());
        folder.write("pytorch_model.bin", test::fixture_bytes("pytorch/list.pt"));
        QCOMPARE(first_tensor(), std::string("0"));
        folder.write("pytorch_model.bin.index.json", R"({"weight_map":{"1.b":"pytorch_model.bin"}})");
        QCOMPARE(first_tensor(), std::string("1.b"));
        folder.write("model.safetensors", one("model"));
        QCOMPARE(first_tensor(), std::string("model"));
        folder.write("model.safetensors.index.json", R"({"weight_map":{"more":"more.safetensors"}})");
        QCOMPARE(first_tensor(), std::string("more"));
    }

    void refusesOtherKindsByName_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a bare pickle") << QByteArray("\x80\4cos\nsystem\n.") << "none that torch.save wrote";
        QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n\x1a\n rest") << "HDF5";
        QTest::newRow("ONNX") << QByteArray("\x08\x07\x12\x07pytorch") << "ONNX";
        QTest::newRow("text") << QByteArray("hello, world") << "not of a kind known here";
        QTest::newRow("one byte") << QByteArray("x") << "not of a kind known here";
        QTest::newRow("nothing") << QByteArray() << "is empty";
        QTest::newRow("another JSON") << QByteArray(R"({"hidden_size": 4})") << "weight_map";
        QTest::newRow("JSON with a brace as ninth byte") << QByteArray(R"({"ab": {{)") << "not valid JSON";
        QTest::newRow("a zip of nothing")
            << QByteArray("PK\5\6") + QByteArray(18, '\0') << "holds no tensors";
    }
    void refusesOtherKindsByName() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        const auto file = folder.write("w", bytes.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(file); }));
        QVERIFY2(error.startsWith(file.c_str()) && error.contains(sentence), qPrintable(error));
    }

    void saysWhatAFolderLacks() {
        const test::SampleFolder folder;
        folder.write("config.json", "{}");
        const std::string error = test::error_of([&] { open_archive(folder.path()); });
        QVERIFY2(error.find("model.safetensors.index.json") != std::string::npos, error.c_str());
    }

    void refusesWhatIsNotThere() {
        const test::SampleFolder folder;
        const std::string error = test::error_of([&] { open_archive(folder.path() / "none"); });
        QVERIFY2(error.find("none: cannot open the file") != std::string::npos, error.c_str());
    }

    void findsTensorsByName() {
        const auto archive = open_archive(test::fixture("stored.npz"));
        QCOMPARE(archive->find("w"), 0);
        QCOMPARE(archive->find("one"), 5);
        QCOMPARE(archive->find("W"), -1);
    }
};

static const ffn::test::Case<TestOpenArchive> kCase;
#include "tst_open_archive.moc"
