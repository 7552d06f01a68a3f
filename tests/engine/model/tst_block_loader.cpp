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

std::shared_ptr<const FeedForward> load(const MemoryArchive& archive, const ConfigOverrides& said = {}) {
    return load_block(archive, find_blocks(archive, said).blocks.at(0));
}

/// Says where a tensor does not hold the values `first`, `first` + 1, … row by row; −1 where it does.
std::int64_t first_wrong(const Tensor& t, Shape shape, float first) {
    if (!(t.shape() == shape)) return -2;
    for (std::int64_t i = 0; i < t.size(); ++i)
        if (t.data()[i] != first + float(i)) return i;
    return -1;
}

constexpr std::int64_t kRight = -1;

} // namespace

class TestBlockLoader : public QObject {
    Q_OBJECT

  private slots:
    void everyTensorComesToItsPlace() {
        const auto model =
            load(MemoryArchive("l.conv1.weight 8 4 1\nl.conv1.bias 8\nl.conv2.weight 4 8 1\n"
                               "l.conv2.bias 4\nl.layer_norm.weight 4\nl.layer_norm.bias 4\n"));
        QCOMPARE(first_wrong(model->up.tensor(), {1, 8, 4}, 0), kRight);
        QCOMPARE(first_wrong(model->up_bias, {1, 1, 8}, 1000), kRight);
        QCOMPARE(first_wrong(model->down.tensor(), {1, 4, 8}, 2000), kRight);
        QCOMPARE(first_wrong(model->down_bias, {1, 1, 4}, 3000), kRight);
        QCOMPARE(first_wrong(model->norm_gain, {1, 1, 4}, 4000), kRight);
        QCOMPARE(first_wrong(model->norm_bias, {1, 1, 4}, 5000), kRight);
        QCOMPARE(model->gate.size() + model->gate_bias.size(), std::int64_t(0));
        QCOMPARE(model->source, std::string("memory/model.safetensors"));
        QCOMPARE(model->block, std::string("l"));
        QCOMPARE(model->config.d_ff, std::int64_t(8));
    }

    void inOutMatricesAreTransposed() {
        const auto model = load(MemoryArchive("h.0.mlp.c_fc.weight 4 8\nh.0.mlp.c_fc.bias 8\n"
                                              "h.0.mlp.c_proj.weight 8 4\nh.0.ln_2.weight 4\n"));
        QCOMPARE(model->up.shape(), (Shape{1, 8, 4}));
        QCOMPARE(model->down.shape(), (Shape{1, 4, 8}));
        for (std::int64_t unit = 0; unit < 8; ++unit) {
            for (std::int64_t i = 0; i < 4; ++i) {
                QCOMPARE(model->up.at(unit, i), MemoryArchive::value(0, i * 8 + unit));
                QCOMPARE(model->down.at(i, unit), MemoryArchive::value(2, unit * 4 + i));
            }
        }
        QCOMPARE(model->down_bias.size(), std::int64_t(0));
    }

    void aGatedBlockHasThreeMatrices() {
        const auto model = load(
            MemoryArchive("l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
                          "l.post_attention_layernorm.weight 4\n"));
        QVERIFY(model->config.gated);
        QCOMPARE(first_wrong(model->gate.tensor(), {1, 8, 4}, 0), kRight);
        QCOMPARE(first_wrong(model->up.tensor(), {1, 8, 4}, 1000), kRight);
        QCOMPARE(first_wrong(model->down.tensor(), {1, 4, 8}, 2000), kRight);
        QCOMPARE(first_wrong(model->norm_gain, {1, 1, 4}, 3000), kRight);
        QCOMPARE(model->norm_bias.size(), std::int64_t(0));
    }

    void aFusedMatrixHasTheGateFirst() {
        const auto model = load(MemoryArchive("l.mlp.gate_up_proj.weight 16 4\nl.mlp.down_proj.weight 4 8\n"
                                              "l.post_attention_layernorm.weight 4\n"));
        QCOMPARE(first_wrong(model->gate.tensor(), {1, 8, 4}, 0), kRight);
        QCOMPARE(first_wrong(model->up.tensor(), {1, 8, 4}, 32), kRight);
    }

    void gemmasGainCountsFromOne() {
        QTemporaryDir folder;
        QFile config(folder.filePath("config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write(R"({"model_type": "gemma"})") > 0);
        config.close();
        const auto model =
            load(MemoryArchive("l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\n"
                               "l.mlp.down_proj.weight 4 8\nl.post_attention_layernorm.weight 4\n",
                               folder.filePath("model.safetensors").toStdString()));
        QCOMPARE(first_wrong(model->norm_gain, {1, 1, 4}, 3001), kRight);
    }

    void aSecondNormComesToItsPlace() {
        const auto model = load(
            MemoryArchive("l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
                          "l.post_attention_layernorm.weight 4\nl.pre_feedforward_layernorm.weight 4\n"
                          "l.post_feedforward_layernorm.weight 4\n"));
        QVERIFY(has_second_norm(model->config));
        QCOMPARE(first_wrong(model->norm_gain, {1, 1, 4}, 4001), kRight); // Gemma's gains count from one
        QCOMPARE(first_wrong(model->second_gain, {1, 1, 4}, 5001), kRight);
        QCOMPARE(model->parameters(), std::int64_t(3 * 32 + 2 * 4));
    }

    void glm4HasItBesideAFusedMatrix() {
        const auto model = load(MemoryArchive("l.mlp.gate_up_proj.weight 16 4\nl.mlp.down_proj.weight 4 8\n"
                                              "l.post_attention_layernorm.weight 4\n"
                                              "l.post_mlp_layernorm.weight 4\n"));
        QVERIFY(has_second_norm(model->config));
        QCOMPARE(first_wrong(model->second_gain, {1, 1, 4}, 3000), kRight);
    }

    void withoutANormItsTensorsStayAway() {
        ConfigOverrides said;
        said.norm = Norm::None;
        const auto model =
            load(MemoryArchive("l.linear1.weight 8 4\nl.linear2.weight 4 8\nl.norm2.weight 4\n"), said);
        QCOMPARE(model->norm_gain.size(), std::int64_t(0));
        QCOMPARE(model->config.norm, Norm::None);
    }

    void whatDoesNotFitIsRefusedByName_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char* what, const char* tensors, QStringList named) {
            QTest::newRow(what) << std::string(tensors) << named;
        };
        row("matrices",
            "fc1.weight 120 400\nfc1.bias 120\nfc2.weight 84 120\nfc2.bias 84\nfinal_layer_norm.weight 84\n",
            {"'fc1.weight'", "[120, 400]", "[120, 84]", "'fc2.weight'", "[84, 120]"});
        row("a bias", "conv1.weight 8 4\nconv1.bias 7\nconv2.weight 4 8\n", {"'conv1.bias'", "[7]", "[8]"});
        row("a bias of rank 2", "conv1.weight 8 4\nconv2.weight 4 8\nconv2.bias 4 1\n",
            {"'conv2.bias'", "[4, 1]"});
        row("a gain", "conv1.weight 8 4\nconv1.bias 8\nconv2.weight 4 8\nlayer_norm.weight 5\n",
            {"'layer_norm.weight'", "[5]", "[4]"});
        row("the gate",
            "l.mlp.gate_proj.weight 9 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
            "l.post_attention_layernorm.weight 4\n",
            {"'l.mlp.gate_proj.weight'", "[9, 4]", "[8, 4]"});
        row("square, either way", "h.0.mlp.c_fc.weight 4 4\nh.0.mlp.c_proj.weight 4 4\nh.0.ln_2.weight 4\n",
            {"'h.0'", "[in, out]", "--map layout=in_out", "config.json"});
        row("its norm is missing", "l.linear1.weight 8 4\nl.linear2.weight 4 8\n",
            {"'l.norm3.weight'", "--norm none"});
        row("the annotated transformer's norm is missing",
            "l.feed_forward.w_1.weight 8 4\nl.feed_forward.w_2.weight 4 8\n",
            {"'l.sublayer.2.norm", "--norm none"});
        row("parallel, its norm is missing",
            "l.mlp.dense_h_to_4h.weight 8 4\nl.mlp.dense_4h_to_h.weight 4 8\n",
            {"'l.post_attention_layernorm.weight'", "--norm none"});
        row("streams mixed around it",
            "l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
            "l.pre_feedforward_layernorm.weight 4\nl.post_feedforward_layernorm.weight 4\n"
            "l.altup.correct_output_scale 4\n",
            {"Gemma 3n"});
        row("the layer scaled",
            "l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
            "l.pre_feedforward_layernorm.weight 4\nl.post_feedforward_layernorm.weight 4\nl.layer_scalar 1\n",
            {"Gemma 4"});
        row("norms before and after under the llama's names",
            "l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
            "l.post_attention_layernorm.weight 4\nl.pre_mlp_layernorm.weight 4\nl.post_mlp_layernorm.weight "
            "4\n",
            {"norms the feed-forward network's result"});
        row("a norm after it alone",
            "l.mlp.gate_proj.weight 8 4\nl.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n"
            "l.post_attention_layernorm.weight 4\nl.post_feedforward_layernorm.weight 4\n",
            {"norms the feed-forward network's result"});
        row("layer scale",
            "blocks.0.mlp.fc1.weight 8 4\nblocks.0.mlp.fc2.weight 4 8\nblocks.0.norm2.weight 4\n"
            "blocks.0.ls2.gamma 4\n",
            {"timm_vit", "scales"});
    }
    void whatDoesNotFitIsRefusedByName() {
        QFETCH(std::string, tensors);
        QFETCH(QStringList, named);
        const MemoryArchive archive(tensors);
        const auto listing = find_blocks(archive);
        QCOMPARE(listing.blocks.size(), std::size_t(1));
        try {
            load_block(archive, listing.blocks[0]);
            QFAIL("accepted");
        } catch (const Error& error) {
            for (const QString& part : named)
                QVERIFY2(QString(error.what()).contains(part), error.what());
        }
    }

    void aBlockOfAnotherFileIsRefused() {
        const MemoryArchive archive("conv1.weight 8 4\nconv2.weight 4 8\n");
        const auto listing = find_blocks(archive);
        QVERIFY_THROWS_EXCEPTION(Error, load_block(MemoryArchive("x 1\n"), listing.blocks.at(0)));
    }

    void aRaisedStopTokenStops() {
        std::stop_source source;
        source.request_stop();
        const MemoryArchive archive("conv1.weight 8 4\nconv2.weight 4 8\n");
        const Block block = find_blocks(archive).blocks.at(0);
        QVERIFY_THROWS_EXCEPTION(Stopped, load_block(archive, block, Progress{{}, source.get_token()}));
    }
};

static const ffn::test::Case<TestBlockLoader> kCase;

#include "tst_block_loader.moc"
