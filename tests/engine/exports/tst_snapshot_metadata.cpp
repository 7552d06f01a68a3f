#include "engine/exports/snapshot_metadata.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <limits>

using namespace ffn;

namespace {

/// Metadata without tensors.
class MetadataArchive : public TensorArchive {
  public:
    MetadataArchive(const std::string& key, const std::string& value) : TensorArchive("memory.safetensors") {
        m_metadata[key] = value;
    }
    std::string_view format() const override { return "safetensors"; }
    void read(std::size_t, std::span<float>) const override { throw Error(path(), "holds no values"); }
};

FeedForwardConfig config_back(const std::string& text) {
    return config_from_metadata(MetadataArchive("ffnscope.config", text));
}
Edits edits_back(const std::string& text, std::int64_t d_ff = 10) {
    return edits_from_metadata(MetadataArchive("ffnscope.edits", text), d_ff);
}

} // namespace

class TestSnapshotMetadata : public QObject {
    Q_OBJECT

  private slots:
    void a_config_comes_back() {
        const FeedForwardConfig config{
            768, 3072, Activation::GeluTanh, Norm::RmsNorm, NormPlacement::Pre, 1.0 / 3.0, true};
        QVERIFY(config_back(config_text(config)) == config);
        QVERIFY(config_back(config_text({})) == FeedForwardConfig());
    }

    void edits_come_back_bit_for_bit() {
        const Edits edits{
            {0, 9}, {{1, 0.1F}, {2, std::numeric_limits<float>::denorm_min()}, {3, -0.0F}}, 1e-3F};
        const Edits back = edits_back(edits_text(edits));
        QVERIFY(back == edits);
        QVERIFY(std::signbit(back.scaled.at(3)));
        QVERIFY(edits_back(edits_text({})) == Edits());
    }

    void refuses_a_malformed_config_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("error");
        QTest::newRow("no JSON") << "{"
                                 << ""
                                 << "is not valid JSON";
        QTest::newRow("missing") << "\"gated\""
                                 << "\"gate\""
                                 << "lacks gated";
        QTest::newRow("zero") << "2048"
                              << "0"
                              << "no sensible d_ff";
        QTest::newRow("negative") << "512"
                                  << "-512"
                                  << "no sensible d_model";
        QTest::newRow("fraction") << "512"
                                  << "512.5"
                                  << "no sensible d_model";
        QTest::newRow("huge") << "512"
                              << "18446744073709551615"
                              << "no sensible d_model";
        QTest::newRow("activation") << "relu"
                                    << "swish"
                                    << "a activation that is not known";
        QTest::newRow("norm") << "layer_norm"
                              << "batch_norm"
                              << "a norm that is not known";
        QTest::newRow("placement") << "\"post\""
                                   << "3"
                                   << "a norm_placement that is not known";
        QTest::newRow("eps") << "1e-05"
                             << "-1"
                             << "no sensible eps";
        QTest::newRow("gated") << "false"
                               << "0"
                               << "a gated that is not true or false";
    }
    void refuses_a_malformed_config() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, error);
        QString text = QString::fromStdString(config_text({}));
        QVERIFY(text.contains(from));
        text.replace(from, to);
        VERIFY_ERROR(test::error_of([&] { config_back(text.toStdString()); }), error);
    }

    void refuses_malformed_edits_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* text, const char* error) {
            QTest::newRow(name) << text << error;
        };
        row("list", "[]", "should be a JSON object");
        row("no ablate", R"({"scale":{},"threshold":null})", "lacks ablate");
        row("ablate", R"({"ablate":{},"scale":{},"threshold":null})", "a list of units under ablate");
        row("outside", R"({"ablate":[10],"scale":{},"threshold":null})", "not one of 0 to 9");
        row("fraction", R"({"ablate":[1.5],"scale":{},"threshold":null})", "not one of 0 to 9");
        row("text", R"({"ablate":["1"],"scale":{},"threshold":null})", "not one of 0 to 9");
        row("scale", R"({"ablate":[],"scale":[],"threshold":null})", "an object under scale");
        row("scaled", R"({"ablate":[],"scale":{"x":"1"},"threshold":null})", "not one of 0 to 9");
        row("factor", R"({"ablate":[],"scale":{"1":2},"threshold":null})", "not a float32 as text");
        row("threshold", R"({"ablate":[],"scale":{},"threshold":"1x"})", "not a float32 as text");
    }
    void refuses_malformed_edits() {
        QFETCH(QString, text);
        QFETCH(QString, error);
        VERIFY_ERROR(test::error_of([&] { edits_back(text.toStdString()); }), error);
    }
};

static const ffn::test::Case<TestSnapshotMetadata> kCase;
#include "tst_snapshot_metadata.moc"
