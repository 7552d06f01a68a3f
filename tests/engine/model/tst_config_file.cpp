#include "engine/model/config_file.h"

#include "engine/core/error.h"
#include "engine/model/block_finder.h"
#include "tests/engine/model/memory_archive.h"
#include "tests/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ffn;
using test::MemoryArchive;

namespace {

const std::string kFc = "model.encoder.layers.0.fc1.weight 8 4\nmodel.encoder.layers.0.fc1.bias 8\n"
                        "model.encoder.layers.0.fc2.weight 4 8\nmodel.encoder.layers.0.fc2.bias 4\n"
                        "model.encoder.layers.0.final_layer_norm.weight 4\n"
                        "model.encoder.layers.0.final_layer_norm.bias 4\n";
const std::string kGated = "model.layers.0.mlp.gate_proj.weight 8 4\nmodel.layers.0.mlp.up_proj.weight 8 4\n"
                           "model.layers.0.mlp.down_proj.weight 4 8\n"
                           "model.layers.0.post_attention_layernorm.weight 4\n";
const std::string kT5 = "l.DenseReluDense.wi_0.weight 8 4\nl.DenseReluDense.wi_1.weight 8 4\n"
                        "l.DenseReluDense.wo.weight 4 8\nl.layer_norm.weight 4\n";
const std::string kTorch = "l.linear1.weight 8 4\nl.linear2.weight 4 8\nl.norm2.weight 4\nl.norm2.bias 4\n";
const std::string kClip = "text_model.layers.0.mlp.fc1.weight 8 4\ntext_model.layers.0.mlp.fc2.weight 4 8\n"
                          "text_model.layers.0.layer_norm2.weight 4\n";
const std::string kSquare = "h.0.mlp.c_fc.weight 4 4\nh.0.mlp.c_proj.weight 4 4\nh.0.ln_2.weight 4\n";

} // namespace

/// config.json beside a file, down to the block that it describes.
class TestConfigFile : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;

    std::filesystem::path write(const QByteArray& config) {
        QFile file(m_folder.filePath("config.json"));
        if (!file.open(QIODevice::WriteOnly) || file.write(config) != config.size()) qFatal("cannot write");
        return m_folder.filePath("model.safetensors").toStdString();
    }

  private slots:
    void theConfigDecides_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("expected"); // family activation source placement eps
        const auto row = [](const char* what, const std::string& tensors, const char* config,
                            const char* expected) {
            QTest::newRow(what) << tensors << QByteArray(config) << QString(expected);
        };
        row("m2m_100", kFc,
            R"({"model_type": "m2m_100", "activation_function": "relu", "layer_norm_eps": 1e-6})",
            "m2m_100 relu config pre 1e-06");
        row("bart", kFc, R"({"model_type": "bart", "activation_function": "gelu"})",
            "bart gelu config post 1e-05");
        row("marian", kFc, R"({"model_type": "marian", "activation_function": "swish", "d_model": 4})",
            "marian silu config post 1e-05");
        row("whisper", kFc, R"({"model_type": "whisper"})", "whisper gelu family pre 1e-05");
        row("pegasus", kFc, R"({"model_type": "pegasus"})", "m2m_100 relu family pre 1e-05");
        row("opt, post-norm", kFc, R"({"model_type": "opt", "do_layer_norm_before": false})",
            "opt relu family post 1e-05");
        row("opt, pre-norm", kFc, R"({"model_type": "opt", "do_layer_norm_before": true})",
            "opt relu family pre 1e-05");
        row("a type of no row", kFc, R"({"model_type": "detr", "activation_function": "relu"})",
            "bart relu config post 1e-05");
        row("torch, norm_first", kTorch, R"({"norm_first": true, "activation": "gelu"})",
            "torch gelu config pre 1e-05");
        row("llama", kGated, R"({"model_type": "llama", "hidden_act": "silu", "rms_norm_eps": 1e-5})",
            "llama silu config pre 1e-05");
        row("gemma says gelu and means gelu_tanh", kGated, R"({"model_type": "gemma", "hidden_act": "gelu"})",
            "gemma gelu_tanh family pre 1e-06");
        row("gemma, newer", kGated,
            R"({"model_type": "gemma", "hidden_activation": "gelu_pytorch_tanh", "rms_norm_eps": 1e-5})",
            "gemma gelu_tanh config pre 1e-05");
        row("t5, gated-gelu", kT5,
            R"({"model_type": "t5", "feed_forward_proj": "gated-gelu", "layer_norm_epsilon": 1e-7})",
            "t5_v1.1 gelu_tanh config pre 1e-07");
        row("t5, gated-silu", kT5, R"({"feed_forward_proj": "gated-silu"})", "t5_v1.1 silu config pre 1e-06");
        row("clip's parts", kClip,
            R"({"model_type": "clip", "hidden_act": "relu", "text_config": {"hidden_act": "gelu", "layer_norm_eps": 1e-3}})",
            "clip gelu config pre 0.001");
        row("null is nothing", kFc, R"({"model_type": "bart", "activation_function": null})",
            "bart gelu family post 1e-05");
        row("another model's: d_model", kFc,
            R"({"model_type": "m2m_100", "d_model": 512, "activation_function": "silu"})",
            "bart gelu family post 1e-05");
        row("another model's: d_ff", kFc,
            R"({"model_type": "m2m_100", "d_model": 4, "encoder_ffn_dim": 16, "layer_norm_eps": 1e-3})",
            "bart gelu family post 1e-05");
        row("encoder and decoder differ", kFc,
            R"({"model_type": "m2m_100", "d_model": 4, "encoder_ffn_dim": 8, "decoder_ffn_dim": 16})",
            "m2m_100 relu family pre 1e-05");
        row("an empty one", kFc, "{}", "bart gelu family post 1e-05");
    }
    void theConfigDecides() {
        QFETCH(std::string, tensors);
        QFETCH(QByteArray, config);
        const auto listing = find_blocks(MemoryArchive(tensors, write(config)));
        QCOMPARE(listing.blocks.size(), std::size_t(1));
        const Block& b = listing.blocks[0];
        QStringList words{QString::fromStdString(b.family)};
        for (auto word : {name(b.config.activation), name(b.activation_source), name(b.config.placement)})
            words << QString::fromUtf8(word.data(), qsizetype(word.size()));
        QTEST((words << QString::number(b.config.eps)).join(" "), "expected");
    }

    void aFolderHoldsItsOwnConfig() {
        write(R"({"model_type": "m2m_100", "layer_norm_eps": 0.5})");
        const auto listing = find_blocks(MemoryArchive(kFc, m_folder.path().toStdString(), "npy-folder"));
        QCOMPARE(listing.blocks.at(0).config.eps, 0.5);
    }

    void theTypeDecidesSquareMatrices() {
        const auto orientation = [&](const char* config) {
            return find_blocks(MemoryArchive(kSquare, write(config))).blocks.at(0).orientation;
        };
        QCOMPARE(orientation(R"({"model_type": "gpt2"})"), Orientation::InOut);
        QCOMPARE(orientation(R"({"model_type": "gpt_neo"})"), Orientation::OutIn);
        QCOMPARE(orientation(R"({})"), Orientation::Unknown);
    }

    void aWrongConfigIsAnErrorThatNamesTheKey_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("named");
        QTest::newRow("no JSON") << QByteArray("{") << "config.json";
        QTest::newRow("no object") << QByteArray("[1]") << "no JSON object";
        QTest::newRow("a key twice") << QByteArray(R"({"d_model": 4, "d_model": 4})") << "d_model";
        QTest::newRow("eps as text") << QByteArray(R"({"layer_norm_eps": "1e-5"})") << "layer_norm_eps";
        QTest::newRow("eps negative") << QByteArray(R"({"layer_norm_eps": -1})") << "layer_norm_eps";
        QTest::newRow("activation as number")
            << QByteArray(R"({"activation_function": 1})") << "activation_function";
        QTest::newRow("an unknown activation")
            << QByteArray(R"({"activation_function": "mish"})") << "\"mish\"";
        QTest::newRow("type as list") << QByteArray(R"({"model_type": ["bart"]})") << "model_type";
        QTest::newRow("size as text") << QByteArray(R"({"d_model": "4"})") << "d_model";
    }
    void aWrongConfigIsAnErrorThatNamesTheKey() {
        QFETCH(QByteArray, config);
        QFETCH(QString, named);
        const MemoryArchive archive(kFc, write(config));
        try {
            find_blocks(archive);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(named), error.what());
            QCOMPARE(error.file().filename().string(), std::string("config.json"));
        }
    }

    void whatAPersonSaysWins() {
        const MemoryArchive archive(kFc,
                                    write(R"({"model_type": "m2m_100", "activation_function": "mish"})"));
        const ConfigOverrides said{Activation::Silu, Norm::RmsNorm, NormPlacement::Post, 0.25};
        const Block b = find_blocks(archive, said).blocks.at(0);
        QCOMPARE(b.config.activation, Activation::Silu);
        QCOMPARE(b.activation_source, ConfigSource::Option);
        QCOMPARE(b.config.norm, Norm::RmsNorm);
        QCOMPARE(b.config.placement, NormPlacement::Post);
        QCOMPARE(b.config.eps, 0.25);
        for (const ConfigSource source : {b.norm_source, b.placement_source, b.eps_source})
            QCOMPARE(source, ConfigSource::Option);
    }

    void whatIsKnownFromTheConfigIsToldPartByPart_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("sources"); // activation norm placement eps
        QTest::newRow("nothing") << QByteArray("{}") << "family family family family";
        QTest::newRow("activation") << QByteArray(R"({"activation_function": "relu"})")
                                    << "config family family family";
        QTest::newRow("eps") << QByteArray(R"({"layer_norm_eps": 1e-6})") << "family family family config";
        QTest::newRow("placement") << QByteArray(R"({"model_type": "opt", "do_layer_norm_before": true})")
                                   << "family family config family";
    }
    void whatIsKnownFromTheConfigIsToldPartByPart() {
        QFETCH(QByteArray, config);
        const Block b = find_blocks(MemoryArchive(kFc, write(config))).blocks.at(0);
        QStringList words;
        for (const ConfigSource source :
             {b.activation_source, b.norm_source, b.placement_source, b.eps_source})
            words << QString::fromUtf8(name(source).data(), qsizetype(name(source).size()));
        QTEST(words.join(" "), "sources");
    }

    void ggufBringsItsOwnConfig() {
        const std::string tensors = "blk.0.ffn_up.weight 8 4\nblk.0.ffn_gate.weight 8 4\n"
                                    "blk.0.ffn_down.weight 4 8\nblk.0.ffn_norm.weight 4\n";
        MemoryArchive archive(tensors, "model.gguf", "gguf");
        archive.with_metadata("general.architecture", "gemma")
            .with_metadata("gemma.attention.layer_norm_rms_epsilon", "1e-3");
        const Block b = find_blocks(archive).blocks.at(0);
        QCOMPARE(b.family, std::string("gguf_gemma"));
        QCOMPARE(b.config.activation, Activation::GeluTanh);
        QCOMPARE(b.config.eps, 1e-3);
        QVERIFY(!b.config.second_norm);
        MemoryArchive second(tensors + "blk.0.post_ffw_norm.weight 4\n", "model.gguf", "gguf");
        second.with_metadata("general.architecture", "gemma2");
        const Block two = find_blocks(second).blocks.at(0);
        QVERIFY(two.config.second_norm && two.refusal.empty());
        QCOMPARE(two.tensors.second_gain, std::string("blk.0.post_ffw_norm.weight"));
        archive.with_metadata("gemma.attention.layer_norm_rms_epsilon", "small");
        QVERIFY_THROWS_EXCEPTION(Error, find_blocks(archive));
    }
};

static const ffn::test::Case<TestConfigFile> kCase;

#include "tst_config_file.moc"
