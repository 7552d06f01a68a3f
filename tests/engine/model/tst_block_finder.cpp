#include "engine/model/block_finder.h"

#include "engine/core/error.h"
#include "engine/model/families.h"
#include "tests/engine/model/memory_archive.h"
#include "tests/test_case.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace ffn;
using test::MemoryArchive;

namespace {

/// "family id d_model d_ff activation norm placement eps [gated]", one block a line.
QString summary(const ModelListing& listing) {
    QStringList lines;
    for (const Block& b : listing.blocks) {
        const auto text = [](std::string_view s) { return QString::fromUtf8(s.data(), qsizetype(s.size())); };
        QString line =
            QString("%1 %2 %3x%4 ").arg(text(b.family), text(b.id)).arg(b.config.d_model).arg(b.config.d_ff);
        line += text(name(b.config.activation)) + " " + text(name(b.config.norm)) + " ";
        line += text(name(b.config.placement)) + " " + QString::number(b.config.eps);
        lines << line + (b.config.gated ? " gated" : "");
    }
    return lines.join("\n");
}

/// The two matrices with biases, [out, in], under `layer`.
std::string linear(const std::string& layer, const std::string& up, const std::string& down) {
    return layer + up + ".weight 8 4\n" + layer + up + ".bias 8\n" + layer + down + ".weight 4 8\n" + layer +
           down + ".bias 4\n";
}

std::string norm(const std::string& name, bool bias = true) {
    return name + ".weight 4\n" + (bias ? name + ".bias 4\n" : "");
}

std::string gated(const std::string& layer, const std::string& gate, const std::string& up,
                  const std::string& down) {
    return layer + gate + ".weight 8 4\n" + layer + up + ".weight 8 4\n" + layer + down + ".weight 4 8\n";
}

} // namespace

class TestBlockFinder : public QObject {
    Q_OBJECT

  private slots:
    void everyFamilyIsKnownByItsNames_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* what, const std::string& tensors, const char* expected) {
            QTest::newRow(what) << tensors << QString(expected);
        };
        const std::string conv = "conv1.weight 8 4 1\nconv1.bias 8\nconv2.weight 4 8 1\nconv2.bias 4\n";
        row("tutorial", conv + norm("layer_norm"), "tutorial tutorial 4x8 relu layer_norm post 1e-05");
        row("tutorial without a norm", conv, "tutorial tutorial 4x8 relu layer_norm post 1e-05");
        row("tutorial, squeezed", linear("", "conv1", "conv2"),
            "tutorial tutorial 4x8 relu layer_norm post 1e-05");
        row("tutorial in a model", linear("encoder.layers.0.pos_ffn.", "conv1", "conv2"),
            "tutorial encoder.layers.0.pos_ffn 4x8 relu layer_norm post 1e-05");
        row("torch encoder and decoder",
            linear("d.decoder.layers.0.", "linear1", "linear2") + norm("d.decoder.layers.0.norm2") +
                norm("d.decoder.layers.0.norm3") + linear("d.encoder.layers.0.", "linear1", "linear2") +
                norm("d.encoder.layers.0.norm2"),
            "torch d.encoder.layers.0 4x8 relu layer_norm post 1e-05\n"
            "torch d.decoder.layers.0 4x8 relu layer_norm post 1e-05");
        const std::string bert = linear("encoder.layer.0.", "intermediate.dense", "output.dense") +
                                 "encoder.layer.0.attention.output.dense.weight 4 4\n"
                                 "encoder.layer.0.attention.output.dense.bias 4\n" +
                                 norm("encoder.layer.0.attention.output.LayerNorm");
        row("bert", bert + norm("encoder.layer.0.output.LayerNorm"),
            "bert encoder.layer.0 4x8 gelu layer_norm post 1e-12");
        row("vit", bert + norm("encoder.layer.0.layernorm_after"),
            "vit encoder.layer.0 4x8 gelu layer_norm pre 1e-12");
        row("roberta by its prefix",
            linear("roberta.encoder.layer.0.", "intermediate.dense", "output.dense") +
                norm("roberta.encoder.layer.0.output.LayerNorm"),
            "roberta roberta.encoder.layer.0 4x8 gelu layer_norm post 1e-05");
        row("distilbert",
            linear("distilbert.transformer.layer.0.", "ffn.lin1", "ffn.lin2") +
                norm("distilbert.transformer.layer.0.output_layer_norm"),
            "distilbert distilbert.transformer.layer.0 4x8 gelu layer_norm post 1e-12");
        row("albert", linear("l.", "ffn", "ffn_output") + norm("l.full_layer_layer_norm"),
            "albert l 4x8 gelu_tanh layer_norm post 1e-12");
        row("gpt2",
            "h.0.mlp.c_fc.weight 4 8\nh.0.mlp.c_fc.bias 8\nh.0.mlp.c_proj.weight 8 4\nh.0.mlp.c_proj.bias 4\n"
            "h.0.attn.c_proj.weight 4 4\n" +
                norm("h.0.ln_1") + norm("h.0.ln_2"),
            "gpt2 h.0 4x8 gelu_tanh layer_norm pre 1e-05");
        const std::string fc = "fc1", decoder = "model.decoder.layers.0.",
                          encoder = "model.encoder.layers.0.";
        const std::string in_decoder = linear(decoder, fc, "fc2") + norm(decoder + "final_layer_norm");
        const std::string in_encoder = linear(encoder, fc, "fc2") + norm(encoder + "final_layer_norm");
        row("opt: a decoder alone", in_decoder, "opt model.decoder.layers.0 4x8 relu layer_norm pre 1e-05");
        row("opt 350m: projections", in_decoder + "model.decoder.project_in.weight 4 2\n",
            "opt model.decoder.layers.0 4x8 relu layer_norm post 1e-05");
        row("bart: an encoder", in_encoder, "bart model.encoder.layers.0 4x8 gelu layer_norm post 1e-05");
        row("m2m_100: a last norm", in_encoder + norm("model.encoder.layer_norm"),
            "m2m_100 model.encoder.layers.0 4x8 relu layer_norm pre 1e-05");
        row("mbart: also one of the embedding",
            in_encoder + norm("model.encoder.layer_norm") + norm("model.encoder.layernorm_embedding"),
            "mbart model.encoder.layers.0 4x8 gelu layer_norm pre 1e-05");
        row("whisper: convolutions that are no block",
            in_encoder + norm("model.encoder.layer_norm") + "model.encoder.conv1.weight 4 80 3\n" +
                "model.encoder.conv2.weight 4 4 3\n",
            "whisper model.encoder.layers.0 4x8 gelu layer_norm pre 1e-05");
        row("clip",
            linear("text_model.encoder.layers.0.", "mlp.fc1", "mlp.fc2") +
                norm("text_model.encoder.layers.0.layer_norm2"),
            "clip text_model.encoder.layers.0 4x8 quick_gelu layer_norm pre 1e-05");
        row("timm's vit", linear("blocks.0.", "mlp.fc1", "mlp.fc2") + norm("blocks.0.norm2"),
            "timm_vit blocks.0 4x8 gelu layer_norm pre 1e-06");
        row("t5",
            "encoder.block.0.layer.1.DenseReluDense.wi.weight 8 4\n"
            "encoder.block.0.layer.1.DenseReluDense.wo.weight 4 8\n" +
                norm("encoder.block.0.layer.1.layer_norm", false),
            "t5 encoder.block.0.layer.1 4x8 relu rms_norm pre 1e-06");
        row("t5 v1.1",
            gated("decoder.block.0.layer.2.DenseReluDense.", "wi_0", "wi_1", "wo") +
                norm("decoder.block.0.layer.2.layer_norm", false),
            "t5_v1.1 decoder.block.0.layer.2 4x8 gelu_tanh rms_norm pre 1e-06 gated");
        row("llama",
            gated("model.layers.0.mlp.", "gate_proj", "up_proj", "down_proj") +
                norm("model.layers.0.post_attention_layernorm", false),
            "llama model.layers.0 4x8 silu rms_norm pre 1e-06 gated");
        row("phi3, fused",
            "model.layers.0.mlp.gate_up_proj.weight 16 4\nmodel.layers.0.mlp.down_proj.weight 4 8\n" +
                norm("model.layers.0.post_attention_layernorm", false),
            "phi3 model.layers.0 4x8 silu rms_norm pre 1e-05 gated");
        row("llama's own names",
            gated("layers.0.feed_forward.", "w1", "w3", "w2") + norm("layers.0.ffn_norm", false),
            "llama_original layers.0 4x8 silu rms_norm pre 1e-05 gated");
        row("the annotated transformer",
            linear("encoder.layers.0.", "feed_forward.w_1", "feed_forward.w_2") +
                "encoder.layers.0.sublayer.0.norm.a_2 4\nencoder.layers.0.sublayer.0.norm.b_2 4\n"
                "encoder.layers.0.sublayer.1.norm.a_2 4\nencoder.layers.0.sublayer.1.norm.b_2 4\n",
            "annotated encoder.layers.0 4x8 relu std_norm pre 1e-06");
        row("the annotated transformer with torch's norm",
            linear("encoder.layers.0.", "feed_forward.w_1", "feed_forward.w_2") +
                norm("encoder.layers.0.sublayer.0.norm") + norm("encoder.layers.0.sublayer.1.norm"),
            "annotated_layer_norm encoder.layers.0 4x8 relu layer_norm pre 1e-05");
        row("gguf, gated", gated("blk.0.", "ffn_gate", "ffn_up", "ffn_down") + norm("blk.0.ffn_norm", false),
            "gguf_llama blk.0 4x8 silu rms_norm pre 1e-05 gated");
        row("gguf, plain", linear("blk.0.", "ffn_up", "ffn_down") + norm("blk.0.ffn_norm"),
            "gguf_gpt2 blk.0 4x8 gelu_tanh layer_norm pre 1e-05");
    }
    void everyFamilyIsKnownByItsNames() {
        QFETCH(std::string, tensors);
        QTEST(summary(find_blocks(MemoryArchive(tensors))), "expected");
    }

    void expertsAreListedEachAsOne() {
        const std::string layer = "model.layers.1.";
        std::string tensors =
            norm(layer + "post_attention_layernorm", false) + layer + "block_sparse_moe.gate.weight 2 4\n";
        for (const char* expert : {"10", "2"})
            tensors += gated(layer + "block_sparse_moe.experts." + expert + ".", "w1", "w3", "w2");
        const auto listing = find_blocks(MemoryArchive(tensors));
        QCOMPARE(
            summary(listing),
            "mixtral_expert model.layers.1.block_sparse_moe.experts.2 4x8 silu rms_norm pre 1e-05 gated\n"
            "mixtral_expert model.layers.1.block_sparse_moe.experts.10 4x8 silu rms_norm pre 1e-05 gated");
        for (const Block& b : listing.blocks) {
            QVERIFY2(b.note.find("one of several experts") != std::string::npos, b.note.c_str());
            QCOMPARE(b.tensors.norm_gain, layer + "post_attention_layernorm.weight");
            QVERIFY(b.tensors.gate.starts_with(b.id));
        }
    }

    void otherMixturesAreKnown_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<QString>("expected");
        QTest::newRow("qwen, with a shared expert")
            << norm("l.0.post_attention_layernorm", false) +
                   gated("l.0.mlp.experts.0.", "gate_proj", "up_proj", "down_proj") +
                   gated("l.0.mlp.shared_expert.", "gate_proj", "up_proj", "down_proj")
            << QString("llama_shared_expert l.0 4x8 silu rms_norm pre 1e-06 gated\n"
                       "llama_expert l.0.mlp.experts.0 4x8 silu rms_norm pre 1e-06 gated");
        QTest::newRow("switch, every second layer plain")
            << norm("b.0.layer.1.layer_norm", false) + "b.0.layer.1.mlp.wi.weight 8 4\n" +
                   "b.0.layer.1.mlp.wo.weight 4 8\n" + norm("b.1.layer.1.layer_norm", false) +
                   "b.1.layer.1.mlp.experts.expert_0.wi.weight 8 4\n" +
                   "b.1.layer.1.mlp.experts.expert_0.wo.weight 4 8\n"
            << QString("switch b.0.layer.1 4x8 relu rms_norm pre 1e-06\n"
                       "switch_expert b.1.layer.1.mlp.experts.expert_0 4x8 relu rms_norm pre 1e-06");
        QTest::newRow("nllb") << linear("l.0.ffn.experts.expert_7.", "fc1", "fc2") +
                                     norm("l.0.ff_layer_norm") + linear("l.1.ffn.", "fc1", "fc2") +
                                     norm("l.1.ff_layer_norm")
                              << QString(
                                     "nllb_expert l.0.ffn.experts.expert_7 4x8 relu layer_norm pre 1e-05\n"
                                     "nllb_moe l.1 4x8 relu layer_norm pre 1e-05");
    }
    void otherMixturesAreKnown() {
        QFETCH(std::string, tensors);
        QTEST(summary(find_blocks(MemoryArchive(tensors))), "expected");
    }

    void albertsOneBlockIsSharedByItsLayers() {
        const std::string tensors = linear("l.", "ffn", "ffn_output") + norm("l.full_layer_layer_norm");
        QCOMPARE(find_blocks(MemoryArchive(tensors)).blocks.at(0).note,
                 std::string("one block that all layers share"));
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        std::ofstream(path / "config.json") << R"({"model_type": "albert", "num_hidden_layers": 12})";
        QCOMPARE(find_blocks(MemoryArchive(tensors, path / "model.safetensors")).blocks.at(0).note,
                 std::string("one block that all 12 layers share"));
    }

    void whatRunsBesideTheAttentionIsComputedWithANote_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<std::string>("config");
        QTest::addColumn<QString>("expected"); // as summary()
        QTest::addColumn<QString>("norm");
        QTest::addColumn<bool>("noted");
        const auto row = [](const char* what, const std::string& tensors, const char* config,
                            const char* expected, const char* norm, bool noted) {
            QTest::newRow(what) << tensors << std::string(config) << QString(expected) << QString(norm)
                                << noted;
        };
        const std::string h = "h.0.", dense = linear(h + "mlp.", "dense_h_to_4h", "dense_4h_to_h");
        const std::string neox = dense + norm(h + "input_layernorm") + norm(h + "post_attention_layernorm");
        const char* const as_neox = "gpt_neox h.0 4x8 gelu layer_norm pre 1e-05";
        row("pythia, nothing said", neox, "", as_neox, "h.0.post_attention_layernorm", true);
        row("pythia", neox, R"({"model_type": "gpt_neox", "use_parallel_residual": true})", as_neox,
            "h.0.post_attention_layernorm", true);
        row("one after the other", neox, R"({"model_type": "gpt_neox", "use_parallel_residual": false})",
            as_neox, "h.0.post_attention_layernorm", false);
        row("falcon 7b", dense + norm(h + "input_layernorm"),
            R"({"model_type": "falcon", "parallel_attn": true})", "falcon h.0 4x8 gelu layer_norm pre 1e-05",
            "h.0.input_layernorm", true);
        row("falcon 40b", dense + norm(h + "ln_attn") + norm(h + "ln_mlp"), R"({"model_type": "RefinedWeb"})",
            "falcon h.0 4x8 gelu layer_norm pre 1e-05", "h.0.ln_mlp", true);
        row("falcon rw", neox, R"({"model_type": "falcon", "parallel_attn": false, "activation": "relu"})",
            "falcon_sequential h.0 4x8 relu layer_norm pre 1e-05", "h.0.post_attention_layernorm", false);
        row("phi", linear(h + "mlp.", "fc1", "fc2") + norm(h + "input_layernorm"), "",
            "phi h.0 4x8 gelu_tanh layer_norm pre 1e-05", "h.0.input_layernorm", true);
        row("gpt-j", linear(h + "mlp.", "fc_in", "fc_out") + norm(h + "ln_1"), "",
            "gptj h.0 4x8 gelu_tanh layer_norm pre 1e-05", "h.0.ln_1", true);
    }
    void whatRunsBesideTheAttentionIsComputedWithANote() {
        QFETCH(std::string, tensors);
        QFETCH(std::string, config);
        QFETCH(QString, norm);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        if (!config.empty()) std::ofstream(path / "config.json") << config;
        const MemoryArchive archive(tensors, path / "model.safetensors");
        const auto listing = find_blocks(archive);
        QTEST(summary(listing), "expected");
        const Block& block = listing.blocks.at(0);
        QCOMPARE(QString::fromStdString(block.tensors.norm_gain), norm + ".weight");
        QCOMPARE(block.refusal, std::string());
        QTEST(QString::fromStdString(block.note).contains("beside the attention"), "noted");
        QCOMPARE(load_block(archive, block)->note, block.note);
    }

    void aConfigMaySayThatThereAreNoBiases() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        const MemoryArchive archive(linear("h.0.mlp.", "dense_h_to_4h", "dense_4h_to_h") +
                                        norm("h.0.input_layernorm"),
                                    path / "model.safetensors");
        for (const bool bias : {true, false}) {
            std::ofstream(path / "config.json")
                << R"({"model_type": "falcon", "bias": )" << (bias ? "true" : "false") << "}";
            const BlockTensors tensors = find_blocks(archive).blocks.at(0).tensors;
            QCOMPARE(tensors.up_bias, bias ? std::string("h.0.mlp.dense_h_to_4h.bias") : std::string());
            QCOMPARE(tensors.down_bias, bias ? std::string("h.0.mlp.dense_4h_to_h.bias") : std::string());
            QCOMPARE(tensors.norm_bias, std::string("h.0.input_layernorm.bias"));
        }
    }

    void everyMatrixAsWideMayBeAnEmbedding() {
        const MemoryArchive archive("a.weight 9 4\nb.weight 4 9\nc 4\nsrc_emb.weight 7 4\nd.weight 0 4\n"
                                    "tgt_emb.weight 8 4\n");
        QStringList names;
        for (const EmbeddingTable& table : embedding_candidates(archive, 4))
            names << QString("%1 %2x%3").arg(table.tensor.c_str()).arg(table.vocabulary).arg(table.dim);
        QCOMPARE(names.join(", "), QString("src_emb.weight 7x4, tgt_emb.weight 8x4, a.weight 9x4"));
    }

    void aPersonMaySayHowMatricesLie_data() {
        QTest::addColumn<int>("orientation");
        QTest::newRow("out, in") << int(Orientation::OutIn);
        QTest::newRow("in, out") << int(Orientation::InOut);
    }
    void aPersonMaySayHowMatricesLie() {
        QFETCH(int, orientation);
        const MemoryArchive square("h.0.mlp.c_fc.weight 4 4\nh.0.mlp.c_proj.weight 4 4\n" + norm("h.0.ln_2"));
        QCOMPARE(find_blocks(square).blocks.at(0).orientation, Orientation::Unknown);
        const auto listing = find_blocks(square, {.orientation = Orientation(orientation)});
        QTEST(int(listing.blocks.at(0).orientation), "orientation");
    }

    void anyPrefixMayStandBefore_data() {
        QTest::addColumn<std::string>("prefix");
        for (const char* prefix : {"module.", "_orig_mod.", "bert.", "module._orig_mod.model.bert."})
            QTest::newRow(prefix) << std::string(prefix);
    }
    void anyPrefixMayStandBefore() {
        QFETCH(std::string, prefix);
        const std::string layer = prefix + "encoder.layer.3.";
        const auto listing = find_blocks(MemoryArchive(linear(layer, "intermediate.dense", "output.dense") +
                                                       norm(layer + "output.LayerNorm")));
        QCOMPARE(listing.blocks.size(), std::size_t(1));
        QCOMPARE(listing.blocks[0].id, prefix + "encoder.layer.3");
        QCOMPARE(listing.blocks[0].tensors.norm_bias, layer + "output.LayerNorm.bias");
    }

    void blocksStandInTheOrderOfTheirLayers() {
        std::string tensors;
        for (const char* layer : {"decoder.layers.1.", "encoder.layers.10.", "encoder.layers.2.",
                                  "decoder.layers.0.", "encoder.layers.0."})
            tensors += linear(layer, "linear1", "linear2");
        QStringList ids;
        const auto listing = find_blocks(MemoryArchive(tensors));
        for (const Block& b : listing.blocks) {
            QCOMPARE(b.index, int(ids.size()));
            ids << QString::fromStdString(b.id);
        }
        QCOMPARE(ids, (QStringList{"encoder.layers.0", "encoder.layers.2", "encoder.layers.10",
                                   "decoder.layers.0", "decoder.layers.1"}));
    }

    void twoBlocksOfOneLayerHaveNamesOfTheirOwn() {
        const auto listing =
            find_blocks(MemoryArchive(linear("a.", "linear1", "linear2") + linear("a.", "fc1", "fc2")));
        QCOMPARE(listing.blocks.size(), std::size_t(2));
        QVERIFY(listing.blocks[0].id != listing.blocks[1].id);
    }

    void theDecodersThirdNormBelongsToItsBlock() {
        const auto listing =
            find_blocks(MemoryArchive(linear("decoder.layers.0.", "linear1", "linear2") +
                                      norm("decoder.layers.0.norm2") + norm("decoder.layers.0.norm3")));
        QCOMPARE(listing.blocks.at(0).tensors.norm_gain, std::string("decoder.layers.0.norm3.weight"));
    }

    void olderNormNamesAreKnown() {
        const auto listing = find_blocks(MemoryArchive(linear("l.0.", "intermediate.dense", "output.dense") +
                                                       "l.0.output.LayerNorm.gamma 4\n"
                                                       "l.0.output.LayerNorm.beta 4\n"));
        QCOMPARE(listing.blocks.at(0).tensors.norm_gain, std::string("l.0.output.LayerNorm.gamma"));
        QCOMPARE(listing.blocks.at(0).tensors.norm_bias, std::string("l.0.output.LayerNorm.beta"));
    }

    void whatIsNoBlockIsNotListed_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::newRow("no second matrix") << std::string("conv1.weight 8 4 1\nconv1.bias 8\n");
        QTest::newRow("an image convolution") << std::string("conv1.weight 8 4 3 3\nconv2.weight 4 8 3 3\n");
        QTest::newRow("a kernel of three") << std::string("conv1.weight 8 4 3\nconv2.weight 4 8 3\n");
        QTest::newRow("scalars") << std::string("conv1.weight\nconv2.weight\n");
        QTest::newRow("empty matrices") << std::string("conv1.weight 0 4\nconv2.weight 4 0\n");
        QTest::newRow("part of a name") << std::string("myconv1.weight 8 4\nmyconv2.weight 4 8\n");
        QTest::newRow("second matrix of another layer")
            << linear("a.0.", "x", "linear2") + linear("a.1.", "linear1", "y");
        QTest::newRow("gate missing")
            << std::string("l.mlp.up_proj.weight 8 4\nl.mlp.down_proj.weight 4 8\n");
        QTest::newRow("nothing") << std::string();
    }
    void whatIsNoBlockIsNotListed() {
        QFETCH(std::string, tensors);
        QCOMPARE(find_blocks(MemoryArchive(tensors)).blocks.size(), std::size_t(0));
    }

    void everyRowOfTheTableNamesADistinctWay() {
        for (const Family& family : families()) {
            QVERIFY2(!family.up.empty() && !family.down.empty() && family.up != family.down,
                     family.name.data());
            QVERIFY2(!family.needs_norm || !family.norms[0].empty(), family.name.data());
        }
    }

    void embeddingsFitABlock_data() {
        QTest::addColumn<std::string>("tensors");
        QTest::addColumn<QString>("expected");
        QTest::newRow("by its name") << std::string("model.encoder.embed_tokens.weight 50 4\n")
                                     << "model.encoder.embed_tokens.weight 50x4";
        QTest::newRow("two of them") << std::string("src_emb.weight 7 4\ntgt_emb.weight 9 4\n")
                                     << "src_emb.weight 7x4 tgt_emb.weight 9x4";
        QTest::newRow("another width") << std::string("shared.weight 50 6\n") << "";
        QTest::newRow("positions are none")
            << std::string("bert.embeddings.position_embeddings.weight 50 4\n") << "";
        QTest::newRow("words are") << std::string("bert.embeddings.word_embeddings.weight 50 4\n")
                                   << "bert.embeddings.word_embeddings.weight 50x4";
        QTest::newRow("named by the metadata") << std::string("words 50 4\n") << "words 50x4";
        QTest::newRow("no matrix") << std::string("shared.weight 50\n") << "";
    }
    void embeddingsFitABlock() {
        QFETCH(std::string, tensors);
        MemoryArchive archive(linear("", "conv1", "conv2") + tensors);
        archive.with_metadata("ffnscope.embedding", "words");
        QStringList found;
        for (const EmbeddingTable& e : find_blocks(archive).embeddings)
            found << QString("%1 %2x%3").arg(QString::fromStdString(e.tensor)).arg(e.vocabulary).arg(e.dim);
        QTEST(found.join(" "), "expected");
    }
};

static const ffn::test::Case<TestBlockFinder> kCase;

#include "tst_block_finder.moc"
