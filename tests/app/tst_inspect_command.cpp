#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace ffn::test;

class TestInspectCommand : public QObject {
    Q_OBJECT
  private slots:
    void json_has_the_fields_of_the_contract();
    void text_lists_blocks_and_tensors();
    void where_the_configuration_comes_from_is_told();
    void a_file_without_a_block_is_listed_all_the_same();
    void a_file_of_stages_says_what_it_is();
    void a_model_without_such_blocks_says_why();
    void what_a_block_is_besides_is_told();
    void escape_codes_in_names_do_not_reach_the_terminal();
    void a_full_standard_output_is_an_error();

  private:
    QString model(const QString& name, const std::vector<NamedTensor>& tensors) {
        const QString path = m_dir.filePath(name);
        writeFile(path, safetensors(tensors));
        return path;
    }
    QTemporaryDir m_dir;
};

namespace {

std::vector<NamedTensor> twoLayers() {
    std::vector<NamedTensor> tensors = tutorialBlock("layers.0.pos_ffn.");
    for (const NamedTensor& tensor : tutorialBlock("layers.1.pos_ffn."))
        tensors.push_back(tensor);
    tensors.push_back({"src_emb.weight", {5, 3}, std::vector<float>(15, 1.f)});
    return tensors;
}

} // namespace

void TestInspectCommand::what_a_block_is_besides_is_told() {
    const auto zeros = [](qint64 count) { return std::vector<float>(std::size_t(count)); };
    const QString path =
        model("more.safetensors", {{"l.0.mlp.fc1.weight", {4, 3}, zeros(12)},
                                   {"l.0.mlp.fc2.weight", {3, 4}, zeros(12)},
                                   {"l.0.norm2.weight", {3}, zeros(3)},
                                   {"l.0.ls2.gamma", {3}, zeros(3)},
                                   {"l.1.mlp.experts.0.gate_proj.weight", {4, 3}, zeros(12)},
                                   {"l.1.mlp.experts.0.up_proj.weight", {4, 3}, zeros(12)},
                                   {"l.1.mlp.experts.0.down_proj.weight", {3, 4}, zeros(12)}});
    const QJsonArray blocks = ffnscope({"inspect", path, "--json"}).json()["blocks"].toArray();
    QCOMPARE(blocks.size(), 2);
    QVERIFY(blocks[0].toObject()["refusal"].toString().contains("scales"));
    QVERIFY(!blocks[0].toObject().contains("note"));
    QVERIFY(blocks[1].toObject()["note"].toString().contains("one of several experts"));
    const QByteArray text = ffnscope({"inspect", path}).out;
    QVERIFY2(text.contains("block 0: cannot be run: ") && text.contains("block 1: one of several experts"),
             text);
}

void TestInspectCommand::json_has_the_fields_of_the_contract() {
    const Outcome outcome = ffnscope({"inspect", model("two.safetensors", twoLayers()), "--json"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.err, QByteArray());
    const QJsonObject json = outcome.json();
    QCOMPARE(json["format"].toString(), QString("safetensors"));
    QCOMPARE(json["tensors"].toArray().size(), 13);
    const QJsonArray blocks = json["blocks"].toArray();
    QCOMPARE(blocks.size(), 2);
    const QJsonObject block = blocks[1].toObject();
    QCOMPARE(block["index"].toInt(), 1);
    QVERIFY(block["id"].toString().contains("layers.1"));
    QCOMPARE(block["family"].toString(), QString("tutorial"));
    QCOMPARE(block["d_model"].toInt(), 3);
    QCOMPARE(block["d_ff"].toInt(), 4);
    QCOMPARE(block["activation"].toString(), QString("relu"));
    QCOMPARE(block["activation_source"].toString(), QString("family"));
    QCOMPARE(block["norm"].toString(), QString("layer_norm"));
    QCOMPARE(block["norm_placement"].toString(), QString("post"));
    QCOMPARE(block["eps"].toDouble(), 1e-5);
    for (const char* source : {"norm_source", "norm_placement_source", "eps_source"})
        QCOMPARE(block[source].toString(), QString("family"));
    QCOMPARE(block["gated"], QJsonValue(false));
    const QJsonObject tensors = block["tensors"].toObject();
    QCOMPARE(tensors["up"].toString(), QString("layers.1.pos_ffn.conv1.weight"));
    QCOMPARE(tensors["norm_bias"].toString(), QString("layers.1.pos_ffn.layer_norm.bias"));
    QCOMPARE(tensors["gate"], QJsonValue(QJsonValue::Null));
    const QJsonObject table = json["embeddings"].toArray().at(0).toObject();
    QCOMPARE(table["tensor"].toString(), QString("src_emb.weight"));
    QCOMPARE(table["vocabulary"].toInt(), 5);
    QCOMPARE(table["dim"].toInt(), 3);
}

void TestInspectCommand::text_lists_blocks_and_tensors() {
    const Outcome outcome = ffnscope({"inspect", model("two.safetensors", twoLayers())});
    QCOMPARE(outcome.status, 0);
    for (const char* part : {"2 feed-forward blocks", "tutorial", "relu", "post layer_norm", "src_emb.weight",
                             "layers.0.pos_ffn.conv1.weight", "[4, 3, 1]", "F32"})
        QVERIFY2(outcome.out.contains(part), part);
}

void TestInspectCommand::where_the_configuration_comes_from_is_told() {
    QTemporaryDir folder;
    const auto zeros = [](qint64 count) { return std::vector<float>(std::size_t(count)); };
    writeFile(folder.filePath("model.safetensors"), safetensors({{"l.linear1.weight", {4, 3}, zeros(12)},
                                                                 {"l.linear2.weight", {3, 4}, zeros(12)},
                                                                 {"l.norm2.weight", {3}, zeros(3)},
                                                                 {"l.norm2.bias", {3}, zeros(3)}}));
    writeFile(folder.filePath("config.json"), R"({"norm_first": true, "layer_norm_eps": 1e-6})");
    const QString path = folder.filePath("model.safetensors");
    const QJsonObject block = ffnscope({"inspect", path, "--json"}).json()["blocks"].toArray()[0].toObject();
    QCOMPARE(block["activation_source"].toString(), QString("family"));
    QCOMPARE(block["norm_source"].toString(), QString("family"));
    QCOMPARE(block["norm_placement_source"].toString(), QString("config"));
    QCOMPARE(block["eps_source"].toString(), QString("config"));
    const QString text = QString(ffnscope({"inspect", path}).out).simplified();
    QVERIFY2(text.contains("relu family pre layer_norm placement config, norm family 1e-06 config"),
             qPrintable(text));
}

void TestInspectCommand::a_file_of_stages_says_what_it_is() {
    const QString config = R"({"d_model":3,"d_ff":4,"activation":"relu","norm":"none",)"
                           R"("norm_placement":"post","eps":1e-5,"gated":false})";
    const QString capture = m_dir.filePath("run.capture.safetensors");
    writeFile(capture, safetensors({{"layers.0/input", {1, 1, 3}, {1, 2, 3}}},
                                   {{"ffnscope.capture", "1"},
                                    {"ffnscope.blocks", QString(R"([{"id":"layers.0","config":%1},)"
                                                                R"({"id":"layers.1","config":%1}])")
                                                            .arg(config)}}));
    Outcome text = ffnscope({"inspect", capture});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains("a capture of the blocks layers.0, layers.1\n"), text.out);
    QVERIFY2(text.out.contains("--input run.capture.safetensors") && !text.out.contains("no feed-forward"),
             text.out);
    const QJsonObject json = ffnscope({"inspect", capture, "--json"}).json();
    QCOMPARE(json["capture"].toObject()["blocks"].toArray(), QJsonArray({"layers.0", "layers.1"}));

    QCOMPARE(ffnscope({"run", "--weights", model("one.safetensors", tutorialBlock("l.")), "--text", "a b",
                       "--out", m_dir.path(), "--formats", "safetensors", "--stages", "input,hidden"})
                 .status,
             0);
    text = ffnscope({"inspect", m_dir.filePath("snapshot.safetensors")});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains("a snapshot of the block l, with its stages input, hidden\n"), text.out);
    const QJsonObject snapshot =
        ffnscope({"inspect", m_dir.filePath("snapshot.safetensors"), "--json"}).json()["snapshot"].toObject();
    QCOMPARE(snapshot["block"].toString(), QString("l"));
    QCOMPARE(snapshot["stages"].toArray(), QJsonArray({"input", "hidden"}));
}

void TestInspectCommand::a_model_without_such_blocks_says_why() {
    const QString path = model("mamba.safetensors", {{"layers.0.mixer.A_log", {2, 2}, {1, 2, 3, 4}}});
    const Outcome outcome = ffnscope({"inspect", path});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.out.contains("a Mamba model has no feed-forward blocks\n"), outcome.out);
}

void TestInspectCommand::a_file_without_a_block_is_listed_all_the_same() {
    const QString path = model("plain.safetensors", {{"mixer.weight", {2, 2}, {1, 2, 3, 4}}});
    const Outcome text = ffnscope({"inspect", path});
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.contains("no feed-forward block"));
    QVERIFY(text.out.contains("mixer.weight"));
    const QJsonObject json = ffnscope({"inspect", path, "--json"}).json();
    QVERIFY(json["blocks"].isArray());
    QCOMPARE(json["blocks"].toArray().size(), 0);
}

void TestInspectCommand::escape_codes_in_names_do_not_reach_the_terminal() {
    const QString path = model("escape.safetensors", {{"evil\x1b[2J\nname", {1}, {1}}});
    const Outcome outcome = ffnscope({"inspect", path});
    QCOMPARE(outcome.status, 0);
    QVERIFY(!outcome.out.contains('\x1b'));
    QVERIFY(outcome.out.contains("evil?[2J name"));
}

void TestInspectCommand::a_full_standard_output_is_an_error() {
    const QString path = model("two.safetensors", twoLayers());
    QProcess process;
    process.setEnvironment(quietEnvironment());
    process.setStandardOutputFile("/dev/full"); // Linux: every write fails with «no space left»
    process.start(programPath(), {"inspect", path});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("standard output"));
}

static const ffn::test::Case<TestInspectCommand> kCase;
#include "tst_inspect_command.moc"
