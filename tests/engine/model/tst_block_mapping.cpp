#include "engine/model/block_mapping.h"

#include "engine/core/error.h"
#include "tests/engine/model/memory_archive.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using test::MemoryArchive;

namespace {

/// d_ff 8, d_model 4, both ways of lying, vectors, and things that are none of a block.
const char* const kTensors =
    "a 8 4\nb 4 8\nv4 4\nv8 8\nother4 4\nfused 16 4\nv16 16\nconv 8 4 1\nsquare 4 4\n"
    "odd 7 4\nscalar\ncube 2 2 2\nempty 0 4\n";

QString fitting(const std::string& tensors, TensorRole role, const std::string& partial) {
    QStringList names;
    for (const std::string& name : fitting_tensors(MemoryArchive(tensors), role, mapping_from_text(partial)))
        names << QString::fromStdString(name);
    return names.join(" ");
}

/// "d_model x d_ff layout norm placement activation", or the error.
QString mapped(const std::string& tensors, const std::string& mapping, const ConfigOverrides& say) {
    try {
        const Block b = map_block(MemoryArchive(tensors), mapping_from_text(mapping), say);
        const auto text = [](std::string_view s) { return QString::fromUtf8(s.data(), qsizetype(s.size())); };
        return QString("%1x%2 %3 %4 %5 %6%7")
            .arg(b.config.d_model)
            .arg(b.config.d_ff)
            .arg(b.orientation == Orientation::OutIn ? "out_in" : "in_out", text(name(b.config.norm)),
                 text(name(b.config.placement)), b.config.gated ? "gated" : "plain",
                 has_second_norm(b.config) ? " second" : "");
    } catch (const Error& error) {
        return error.what();
    }
}

} // namespace

class TestBlockMapping : public QObject {
    Q_OBJECT

  private slots:
    void offersOnlyWhatFits_data() {
        QTest::addColumn<int>("role");
        QTest::addColumn<std::string>("partial");
        QTest::addColumn<QString>("expected");
        const auto row = [](TensorRole role, const char* partial, const char* expected) {
            QTest::addRow("%s beside %s", name(role).data(), partial)
                << int(role) << std::string(partial) << QString(expected);
        };
        using enum TensorRole;
        row(Up, "", "a b fused conv square odd");
        row(UpBias, "", "v4 v8 other4 v16");
        row(Down, "up=a", "b");
        row(Up, "down=b", "a conv");
        row(Gate, "up=a,down=b", "conv");
        row(Gate, "up=fused,down=b", "fused");
        row(Down, "up=fused,gate=fused", "b");
        row(UpBias, "up=fused,gate=fused", "v4 other4 v16");
        row(UpBias, "up=fused,gate=fused,down=b", "v16");
        row(UpBias, "up=a", "v4 v8 other4"); // either way of lying
        row(UpBias, "up=a,layout=out_in", "v8");
        row(UpBias, "up=a,layout=in_out", "v4 other4");
        row(UpBias, "up=conv", "v8"); // a convolution lies one way only
        row(DownBias, "up=a,up_bias=v8", "v4 other4");
        row(DownBias, "up=a,up_bias=v4", "v8");
        row(NormGain, "up=a,up_bias=v8,down_bias=v4", "other4");
        row(NormBias, "norm_gain=v8", "");
        row(Down, "up=square", "");
        row(Down, "up=odd", "");
        row(Down, "up=a,up_bias=v16", "");
    }
    void offersOnlyWhatFits() {
        QFETCH(int, role);
        QFETCH(std::string, partial);
        QTEST(fitting(kTensors, TensorRole(role), partial), "expected");
    }

    void mapsABlock_data() {
        QTest::addColumn<std::string>("mapping");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* mapping, const char* expected) {
            QTest::newRow(mapping) << std::string(mapping) << QString(expected);
        };
        row("up=a,down=b", "4x8 out_in none post plain");
        row("up=a,down=b,up_bias=v8,down_bias=v4", "4x8 out_in none post plain");
        row("up=b,down=a", "4x8 in_out none post plain");
        row("up=b,down=a,layout=out_in", "8x4 out_in none post plain");
        row("up=a,down=b,up_bias=v4", "8x4 in_out none post plain");
        row("up=conv,down=b,gate=a", "4x8 out_in none post gated");
        row("up=fused,gate=fused,down=b", "4x8 out_in none post gated");
        row("up=square,down=square,layout=in_out", "4x4 in_out none post plain");
        row("up=square,down=square",
            "memory/model.safetensors: the matrices are square, so nothing shows whether "
            "they lie as [out, in] or as [in, out]; add layout=out_in or layout=in_out to "
            "--map");
        row("up=a", "memory/model.safetensors: a block needs at least up and down; --map names no down");
        row("up=a,down=none",
            "memory/model.safetensors: there is no tensor 'none', which --map names as down");
        row("up=a,down=a",
            "memory/model.safetensors: the shapes of the tensors in --map do not fit together: up "
            "[8, 4], down [8, 4]; needed are up [d_ff, d_model] and down [d_model, d_ff], or both "
            "the other way round, and vectors of those lengths");
        row("up=a,down=b,norm_gain=v4,second_bias=other4", "memory/model.safetensors: --map names a bias of "
                                                           "the second norm; name its gain too, second_gain");
        row("up=a,down=b,second_gain=v4", "memory/model.safetensors: --map names a second norm and no first "
                                          "one; name norm_gain too, or say with --norm what both are, the "
                                          "first without a gain");
        row("up=a,down=b,norm_gain=v4", "memory/model.safetensors: a norm without a bias may be layer_norm, "
                                        "rms_norm or std_norm; say which with --norm");
        row("up=a,down=b,norm_gain=v4,norm_bias=other4", "memory/model.safetensors: nothing says whether the "
                                                         "norm of the mapped block comes before or after it; "
                                                         "say --norm-placement pre or post");
    }
    void mapsABlock() {
        QFETCH(std::string, mapping);
        QTEST(mapped(kTensors, mapping, {.activation = Activation::Gelu}), "expected");
    }

    void aSecondNormIsOfTheSameKind() {
        const ConfigOverrides say{Activation::Silu, Norm::RmsNorm, NormPlacement::Pre, 1e-3, {}};
        const std::string both = "up=a,down=b,norm_gain=v4,second_gain=other4";
        QCOMPARE(mapped(kTensors, both, say), QString("4x8 out_in rms_norm pre plain second"));
        const Block block = map_block(MemoryArchive(kTensors), mapping_from_text(both), say);
        QCOMPARE(block.tensors.second_gain, std::string("other4"));
        const ConfigOverrides none{Activation::Silu, Norm::None, {}, {}, {}};
        const Block without = map_block(MemoryArchive(kTensors), mapping_from_text(both), none);
        QCOMPARE(without.tensors.second_gain + without.tensors.norm_gain, std::string());
        QVERIFY(!without.config.second_norm);
    }

    void asksForWhatNothingSays() {
        QVERIFY(mapped(kTensors, "up=a,down=b", {}).contains("say it with --activation"));
        const ConfigOverrides all{Activation::Silu, Norm::RmsNorm, NormPlacement::Pre, 1e-3, {}};
        const Block block =
            map_block(MemoryArchive(kTensors), mapping_from_text("up=a,down=b,norm_gain=v4"), all);
        QCOMPARE(block.config.activation, Activation::Silu);
        QCOMPARE(block.config.norm, Norm::RmsNorm);
        QCOMPARE(block.config.placement, NormPlacement::Pre);
        QCOMPARE(block.config.eps, 1e-3);
        for (const ConfigSource source :
             {block.activation_source, block.norm_source, block.placement_source, block.eps_source})
            QCOMPARE(source, ConfigSource::Option);
        const ConfigOverrides some{.activation = Activation::Silu, .placement = NormPlacement::Pre};
        const Block guessed = map_block(MemoryArchive(kTensors),
                                        mapping_from_text("up=a,down=b,norm_gain=v4,norm_bias=v4"), some);
        QCOMPARE(guessed.placement_source, ConfigSource::Option);
        QCOMPARE(guessed.norm_source, ConfigSource::Family);
        QCOMPARE(guessed.eps_source, ConfigSource::Family);
    }

    void aMappedBlockLoads() {
        const MemoryArchive archive(kTensors);
        const Block block =
            map_block(archive, mapping_from_text("up=b,down=a,up_bias=v8"), {.activation = Activation::Relu});
        const auto model = load_block(archive, block);
        QCOMPARE(model->block, std::string("mapped"));
        QCOMPARE(model->parameters(), 8 * 4 * 2 + 8);
    }

    void textsComeBack_data() {
        QTest::addColumn<std::string>("text");
        for (const char* text : {"up=a,down=b",
                                 "up=a,up_bias=c,gate=d,gate_bias=e,down=f,down_bias=g,norm_gain=h,"
                                 "norm_bias=i,layout=in_out",
                                 "layout=out_in", "up=a,b=c,down=d", ""})
            QTest::newRow(text) << std::string(text);
    }
    void textsComeBack() {
        QFETCH(std::string, text);
        QCOMPARE(mapping_text(mapping_from_text(text)), text);
    }

    void refusesTexts_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no role") << std::string("a.weight") << "'a.weight' is nothing that --map knows";
        QTest::newRow("unknown role") << std::string("middle=a") << "'middle' is nothing that --map knows";
        QTest::newRow("twice") << std::string("up=a,up=b") << "two tensors as up";
        QTest::newRow("nothing named") << std::string("up=,down=b") << "nothing after 'up'";
        QTest::newRow("no equals sign") << std::string("up") << "nothing after 'up'";
        QTest::newRow("another layout") << std::string("layout=square") << "the layout 'square'";
    }
    void refusesTexts() {
        QFETCH(std::string, text);
        QFETCH(QString, sentence);
        try {
            mapping_from_text(text);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(sentence), error.what());
        }
    }
};

static const ffn::test::Case<TestBlockMapping> kCase;
#include "tst_block_mapping.moc"
