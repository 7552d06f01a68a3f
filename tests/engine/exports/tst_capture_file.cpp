#include "engine/exports/capture_file.h"

#include "engine/core/error.h"
#include "engine/exports/snapshot_file.h"
#include "engine/forward/forward.h"
#include "engine/model/block_finder.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

using namespace ffn;

namespace {

std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(FFNSCOPE_FIXTURES) / "captures" / name;
}

} // namespace

/// Captures that resources/capture/capture_ffn.py made of PyTorch models.
class TestCaptureFile : public QObject {
    Q_OBJECT

  private slots:
    void listsTheBlocksWithTheirConfig_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* expected) {
            QTest::newRow(name) << std::string(name) << QString(expected);
        };
        row("encoder", "layers.0 relu layer_norm post 1e-05; layers.1 relu layer_norm post 1e-05");
        row("encoder_pre", "layers.0 gelu layer_norm pre 1e-05; layers.1 gelu layer_norm pre 1e-05");
        row("convolutions", "block relu layer_norm post 1e-05");
        row("gated", "block silu rms_norm pre 1e-05 gated");
        row("annotated", "block relu std_norm pre 1e-06");
        row("gemma2", "block gelu_tanh rms_norm pre 1e-06 gated second");
    }
    void listsTheBlocksWithTheirConfig() {
        QFETCH(std::string, name);
        const auto archive = open_archive(fixture(name + ".capture.safetensors"));
        QVERIFY(is_capture(*archive) && !is_snapshot(*archive));
        QStringList blocks;
        for (const CapturedBlock& block : captured_blocks(*archive)) {
            const FeedForwardConfig& c = block.config;
            const auto text = [](std::string_view s) {
                return QString::fromUtf8(s.data(), qsizetype(s.size()));
            };
            QStringList words{QString::fromStdString(block.id), text(ffn::name(c.activation)),
                              text(ffn::name(c.norm)), text(ffn::name(c.placement)), QString::number(c.eps)};
            if (c.gated) words << "gated";
            if (c.second_norm) words << "second";
            blocks << words.join(" ");
            QCOMPARE(c.d_model, 8);
            QCOMPARE(c.d_ff, 16);
        }
        QTEST(blocks.join("; "), "expected");
    }

    void ourStagesFromTheCapturedInputAreTheHookedOnes_data() {
        QTest::addColumn<std::string>("name");
        for (const char* name : {"encoder", "encoder_pre", "convolutions", "gated", "annotated", "gemma2"})
            QTest::newRow(name) << std::string(name);
    }
    void ourStagesFromTheCapturedInputAreTheHookedOnes() {
        QFETCH(std::string, name);
        const auto weights = open_archive(fixture(name + ".safetensors"));
        const auto archive = open_archive(fixture(name + ".capture.safetensors"));
        const auto blocks = captured_blocks(*archive);
        const ModelListing listing = find_blocks(*weights);
        QCOMPARE(listing.blocks.size(), blocks.size());
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto captured = read_captured(*archive, blocks[i].id);
            QCOMPARE(captured->source, name);
            QCOMPARE(captured->tokens->rows.at(1).at(1).text, std::string("did"));
            QCOMPARE(captured->tokens->rows.at(0).at(0).id, 5);
            Block block = listing.blocks[i];
            block.config = blocks[i].config; // names alone do not tell a norm that comes first
            const auto input = std::make_shared<const Tensor>(captured->stage(Stage::Input).clone());
            const auto ours = forward(load_block(*weights, block), captured->tokens, input);
            for (const Stage stage : stages_of(block.config)) {
                QVERIFY2(captured->has(stage), ffn::name(stage).data());
                const auto hooked = captured->stage(stage).values(), computed = ours->stage(stage).values();
                // Both are float32 sums of at most 16 products of values under 4: 16·4·2⁻²⁴.
                for (std::size_t v = 0; v < hooked.size(); ++v)
                    QVERIFY2(std::abs(hooked[v] - computed[v]) < 4e-6F, ffn::name(stage).data());
            }
        }
    }

    void saysWhichBlocksThereAre() {
        const auto archive = open_archive(fixture("encoder.capture.safetensors"));
        try {
            (void)read_captured(*archive, "layers.7");
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("no block 'layers.7'; it has layers.0, layers.1"));
        }
    }

    void weightsAreNoCapture() {
        const auto archive = open_archive(fixture("encoder.safetensors"));
        QVERIFY(!is_capture(*archive));
        QVERIFY_EXCEPTION_THROWN((void)read_captured(*archive, "layers.0"), Error);
    }
};

static const ffn::test::Case<TestCaptureFile> kCase;
#include "tst_capture_file.moc"
