#include "engine/forward/forward.h"
#include "engine/model/block_finder.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

using namespace ffn;

namespace {

const std::filesystem::path kHub = std::filesystem::path(FFNSCOPE_FIXTURES) / "hub";

Tensor expected_stage(const TensorArchive& stages, const std::string& block, Stage stage) {
    const std::int64_t index = stages.find(block + "/" + std::string(name(stage)));
    return index < 0 ? Tensor() : stages.read(std::size_t(index));
}

/// The largest difference, in units of 1 + |expected|.
double distance(const Tensor& got, const Tensor& expected) {
    double most = 0;
    for (std::size_t i = 0; i < expected.values().size(); ++i) {
        const double wanted = expected.values()[i];
        const double off = std::abs(double(got.values()[i]) - wanted) / (1 + std::abs(wanted));
        if (!(off <= most)) most = off; // NaN too
    }
    return most;
}

} // namespace

/// Whole folders as a hub lays them out: found, opened and computed as PyTorch does.
class TestHubFolders : public QObject {
    Q_OBJECT

    static void addFolders() {
        QTest::addColumn<std::string>("folder");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("blocks");
        QTest::addColumn<QString>("config");
        const auto row = [](const char* folder, const char* format, const char* blocks, const char* config) {
            QTest::newRow(folder) << std::string(folder) << QString(format) << QString(blocks)
                                  << QString(config);
        };
        row("bert", "safetensors", "bert.encoder.layer.0 bert.encoder.layer.1",
            "bert gelu layer_norm post 1e-12");
        row("gpt2", "pytorch", "h.0 h.1", "gpt2 gelu_tanh layer_norm pre 1e-05");
        row("opt", "pytorch", "model.decoder.layers.0 model.decoder.layers.1",
            "opt relu layer_norm pre 1e-05");
        row("t5", "pytorch", "encoder.block.0.layer.1 decoder.block.0.layer.2", "t5 relu rms_norm pre 1e-06");
        row("pythia", "pytorch", "gpt_neox.layers.0 gpt_neox.layers.1", "gpt_neox gelu layer_norm pre 1e-05");
        for (const char* falcon : {"falcon_7b", "falcon_40b"})
            row(falcon, "safetensors", "transformer.h.0 transformer.h.1", "falcon gelu layer_norm pre 1e-05");
        row("falcon_rw", "safetensors", "transformer.h.0 transformer.h.1",
            "falcon_sequential gelu layer_norm pre 1e-05");
        row("gemma2", "safetensors", "model.layers.0 model.layers.1",
            "gemma2 gelu_tanh rms_norm pre 1e-06 second");
        row("llama", "safetensors", "model.layers.0 model.layers.1", "llama silu rms_norm pre 1e-05");
    }

  private slots:
    void allBlocksAreFoundWithTheirConfig_data() { addFolders(); }
    void allBlocksAreFoundWithTheirConfig() {
        QFETCH(std::string, folder);
        const auto archive = open_archive(kHub / folder);
        QTEST(QString::fromStdString(std::string(archive->format())), "format");
        QStringList ids;
        const ModelListing listing = find_blocks(*archive);
        for (const Block& block : listing.blocks) {
            ids << QString::fromStdString(block.id);
            const auto text = [](std::string_view s) {
                return QString::fromUtf8(s.data(), qsizetype(s.size()));
            };
            const FeedForwardConfig& c = block.config;
            QStringList config{text(block.family), text(name(c.activation)), text(name(c.norm)),
                               text(name(c.placement)), QString::number(c.eps)};
            if (c.second_norm) config << "second";
            QTEST(config.join(" "), "config");
            QCOMPARE(block.activation_source, ConfigSource::Config);
            QCOMPARE(c.d_model, 16);
            QCOMPARE(c.d_ff, 64);
        }
        QTEST(ids.join(" "), "blocks");
        QVERIFY(!listing.embeddings.empty());
        for (const EmbeddingTable& table : listing.embeddings)
            QCOMPARE(table.vocabulary, 12);
    }

    void everyStageIsPyTorchs_data() { addFolders(); }
    void everyStageIsPyTorchs() {
        QFETCH(std::string, folder);
        const auto archive = open_archive(kHub / folder);
        const auto stages = open_archive(kHub / (folder + ".stages.safetensors"));
        std::size_t compared = 0;
        for (const Block& block : find_blocks(*archive).blocks) {
            const auto input =
                std::make_shared<const Tensor>(expected_stage(*stages, block.id, Stage::Input));
            auto tokens = std::make_shared<TokenBatch>();
            tokens->rows.resize(1, std::vector<Token>(std::size_t(input->shape().len)));
            const auto snapshot = forward(load_block(*archive, block), tokens, input);
            for (const Stage stage : stages_of(block.config)) {
                const Tensor expected = expected_stage(*stages, block.id, stage);
                QVERIFY2(expected.size() == snapshot->stage(stage).size(), name(stage).data());
                // Sums of at most 64 products in float32, against float64: 64·2⁻²⁴ of values under 3.
                const double off = distance(snapshot->stage(stage), expected);
                QVERIFY2(off < 1e-5, qPrintable(QString("%1: %2").arg(name(stage).data()).arg(off)));
                ++compared;
            }
        }
        QCOMPARE(compared, stages->tensors().size());
    }
};

static const ffn::test::Case<TestHubFolders> kCase;
#include "tst_hub_folders.moc"
