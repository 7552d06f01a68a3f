#include "engine/model/families.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ffn {

namespace {

constexpr auto kPre = NormPlacement::Pre;

constexpr std::string_view kParallel = "beside the attention: in the model the attention's result is added "
                                       "to the same sum, and is no part of it here";
constexpr std::string_view kNormAfter =
    "it norms the feed-forward network's result in a way that is not computed here";
constexpr std::string_view kLaterGemma =
    "it mixes streams around the feed-forward network (Gemma 3n) or scales the layer (Gemma 4), which is not "
    "computed here";
constexpr std::string_view kLayerScale =
    "it scales the feed-forward network's result unit by unit before adding it, which is not computed here";
constexpr std::string_view kExpert =
    "one of several experts: what the router multiplies its result by is not applied here";
constexpr std::string_view kSharedExpert =
    "an expert that every token passes, beside others: their results are not added here";

// Model types and defaults: the configuration classes and modelling files of Hugging Face transformers, and
// torch.nn.Transformer. Rows that share names are told apart by model type, then by norm, then by the file.
// clang-format off
const std::vector<Family> kFamilies{
    // The module of the tutorials, two Conv1d of kernel 1; many make their LayerNorm without parameters.
    {.name = "tutorial",
     .up = "conv1", .down = "conv2", .norms = {"layer_norm", "layernorm", "norm"},
     .activation_key = "activation", .needs_norm = false},
    {.name = "torch",
     .up = "linear1", .down = "linear2", .norms = {"norm3", "norm2"}, .activation_key = "activation",
     .pre_norm_key = "norm_first"},
    // its own norm is known by the names of its parameters; rewrites take torch's
    {.name = "annotated",
     .up = "feed_forward.w_1", .down = "feed_forward.w_2", .norms = {"sublayer.2.norm", "sublayer.1.norm"},
     .norm = Norm::StdNorm, .eps = 1e-6, .placement = kPre, .activation_key = "activation",
     .file_has = {"sublayer.1.norm.a_2"}},
    {.name = "annotated_layer_norm",
     .up = "feed_forward.w_1", .down = "feed_forward.w_2", .norms = {"sublayer.2.norm", "sublayer.1.norm"},
     .placement = kPre, .activation_key = "activation", .file_lacks = {"sublayer.1.norm.a_2"}},

    // intermediate.dense / output.dense: the norm's name tells the rows apart.
    {.name = "roberta",
     .up = "intermediate.dense", .down = "output.dense", .norms = {"output.LayerNorm"},
     .activation = Activation::Gelu, .model_types = {"roberta", "xlm-roberta", "camembert", "mpnet"},
     .file_has = {".roberta."}},
    {.name = "bert",
     .up = "intermediate.dense", .down = "output.dense", .norms = {"output.LayerNorm"},
     .activation = Activation::Gelu, .eps = 1e-12, .model_types = {"bert", "electra", "layoutlm", "ernie"},
     .file_lacks = {".roberta."}},
    {.name = "roberta_prelayernorm",
     .up = "intermediate.dense", .down = "output.dense", .norms = {"intermediate.LayerNorm"},
     .activation = Activation::Gelu, .placement = kPre, .model_types = {"roberta-prelayernorm"}},
    {.name = "vit",
     .up = "intermediate.dense", .down = "output.dense", .norms = {"layernorm_after"},
     .activation = Activation::Gelu, .eps = 1e-12, .placement = kPre,
     .model_types = {"vit", "deit", "beit", "data2vec-vision", "vit_mae"}, .unsupported = kLayerScale,
     .unsupported_with = {"lambda_2"}},
    {.name = "distilbert",
     .up = "ffn.lin1", .down = "ffn.lin2", .norms = {"output_layer_norm"},
     .activation = Activation::Gelu, .eps = 1e-12, .activation_key = "activation",
     .model_types = {"distilbert"}},
    {.name = "albert",
     .up = "ffn", .down = "ffn_output", .norms = {"full_layer_layer_norm"},
     .activation = Activation::GeluTanh, .eps = 1e-12, .model_types = {"albert"},
     .shared_key = "num_hidden_layers"},

    // c_fc / c_proj: GPT-2's own Conv1D is [in, out]; rewrites of it use Linear under the same names.
    {.name = "gpt2",
     .up = "mlp.c_fc", .down = "mlp.c_proj", .norms = {"ln_2"},
     .activation = Activation::GeluTanh, .placement = kPre, .orientation = Orientation::InOut,
     .activation_key = "activation_function", .model_types = {"gpt2"}, .either_orientation = true},
    {.name = "gpt_neo",
     .up = "mlp.c_fc", .down = "mlp.c_proj", .norms = {"ln_2"},
     .activation = Activation::GeluTanh, .placement = kPre, .activation_key = "activation_function",
     .model_types = {"gpt_neo", "gpt_bigcode"}, .only_by_type = true},
    {.name = "gpt_neox",
     .up = "mlp.dense_h_to_4h", .down = "mlp.dense_4h_to_h", .norms = {"post_attention_layernorm"},
     .activation = Activation::Gelu, .placement = kPre, .model_types = {"gpt_neox"},
     .note = kParallel, .no_note_key = "use_parallel_residual"},
    {.name = "falcon",
     .up = "mlp.dense_h_to_4h", .down = "mlp.dense_4h_to_h", .norms = {"ln_mlp", "input_layernorm"},
     .activation = Activation::Gelu, .placement = kPre, .activation_key = "activation",
     .bias_key = "bias", .model_types = {"falcon", "RefinedWeb", "RefinedWebModel"},
     .file_lacks = {"post_attention_layernorm.weight"}, .note = kParallel, .no_note_key = "parallel_attn"},
    // falcon-rw: its attention comes first
    {.name = "falcon_sequential",
     .up = "mlp.dense_h_to_4h", .down = "mlp.dense_4h_to_h", .norms = {"post_attention_layernorm"},
     .activation = Activation::Gelu, .placement = kPre, .activation_key = "activation",
     .bias_key = "bias", .model_types = {"falcon", "RefinedWeb", "RefinedWebModel"},
     .file_has = {"post_attention_layernorm.weight"}, .only_by_type = true, .note = kParallel,
     .no_note_key = "parallel_attn"},
    {.name = "gptj",
     .up = "mlp.fc_in", .down = "mlp.fc_out", .norms = {"ln_1"},
     .activation = Activation::GeluTanh, .placement = kPre, .activation_key = "activation_function",
     .model_types = {"gptj", "codegen"}, .note = kParallel},

    // fc1 / fc2 / final_layer_norm, with an encoder. Pre-norm stacks end in a layer_norm of their own.
    {.name = "whisper",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"},
     .activation = Activation::Gelu, .placement = kPre, .activation_key = "activation_function",
     .model_types = {"whisper"}, .file_has = {"encoder.conv1.weight"}},
    {.name = "mbart",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"},
     .activation = Activation::Gelu, .placement = kPre, .activation_key = "activation_function",
     .model_types = {"mbart", "blenderbot", "xglm"},
     .file_has = {"layernorm_embedding.weight", "encoder.layer_norm.weight"}},
    {.name = "m2m_100",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"}, .placement = kPre,
     .activation_key = "activation_function",
     .model_types = {"m2m_100", "nllb", "nllb-moe", "pegasus", "speech_to_text"},
     .file_has = {"encoder.layer_norm.weight"}, .file_lacks = {"layernorm_embedding.weight",
     "encoder.conv1.weight"}},
    {.name = "marian",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"},
     .activation = Activation::Silu, .activation_key = "activation_function", .model_types = {"marian"},
     .only_by_type = true},
    {.name = "bart",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"},
     .activation = Activation::Gelu, .activation_key = "activation_function",
     .model_types = {"bart", "plbart", "led", "blenderbot-small"}, .file_has = {".encoder.layers."}},
    // the 350m model alone is post-norm; it is known by its projections
    {.name = "opt",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"}, .activation_key = "activation_function",
     .pre_norm_key = "do_layer_norm_before", .model_types = {"opt"},
     .file_has = {"decoder.project_in.weight"}},
    {.name = "opt",
     .up = "fc1", .down = "fc2", .norms = {"final_layer_norm"}, .placement = kPre,
     .activation_key = "activation_function", .pre_norm_key = "do_layer_norm_before",
     .model_types = {"opt"}, .file_lacks = {".encoder.layers.", "decoder.project_in.weight"}},

    // mlp.fc1 / mlp.fc2: vision and text towers.
    {.name = "siglip",
     .up = "mlp.fc1", .down = "mlp.fc2", .norms = {"layer_norm2"},
     .activation = Activation::GeluTanh, .eps = 1e-6, .placement = kPre,
     .model_types = {"siglip", "siglip_text_model", "siglip_vision_model"}, .only_by_type = true},
    {.name = "clip",
     .up = "mlp.fc1", .down = "mlp.fc2", .norms = {"layer_norm2"},
     .activation = Activation::QuickGelu, .placement = kPre,
     .model_types = {"clip", "clip_text_model", "clip_vision_model"}},
    {.name = "timm_vit",
     .up = "mlp.fc1", .down = "mlp.fc2", .norms = {"norm2"},
     .activation = Activation::Gelu, .eps = 1e-6, .placement = kPre, .model_types = {"dinov2"},
     .unsupported = kLayerScale, .unsupported_with = {"ls2.gamma", "gamma_2", "layer_scale2.lambda1"}},
    {.name = "phi",
     .up = "mlp.fc1", .down = "mlp.fc2", .norms = {"input_layernorm"},
     .activation = Activation::GeluTanh, .placement = kPre, .model_types = {"phi"}, .note = kParallel},

    {.name = "t5_v1.1",
     .up = "DenseReluDense.wi_1", .down = "DenseReluDense.wo", .gate = "DenseReluDense.wi_0",
     .norms = {"layer_norm"}, .activation = Activation::GeluTanh, .norm = Norm::RmsNorm, .eps = 1e-6,
     .placement = kPre, .activation_key = "feed_forward_proj", .model_types = {"t5", "mt5", "umt5"}},
    {.name = "t5",
     .up = "DenseReluDense.wi", .down = "DenseReluDense.wo", .norms = {"layer_norm"},
     .norm = Norm::RmsNorm, .eps = 1e-6, .placement = kPre, .activation_key = "feed_forward_proj",
     .model_types = {"t5", "mt5", "umt5"}},

    // up_proj / down_proj / gate_proj.
    {.name = "gemma2",
     .up = "mlp.up_proj", .down = "mlp.down_proj", .gate = "mlp.gate_proj",
     .norms = {"pre_feedforward_layernorm"}, .second_norm = "post_feedforward_layernorm",
     .activation = Activation::GeluTanh, .norm = Norm::RmsNorm, .eps = 1e-6, .placement = kPre,
     .activation_key = "hidden_activation", .model_types = {"gemma2", "gemma3", "gemma3_text"},
     .gain_plus_one = true, .unsupported = kLaterGemma,
     .unsupported_with = {"altup.correct_output_scale", "layer_scalar"}},
    // its older configs say hidden_act "gelu" and mean gelu_tanh
    {.name = "gemma",
     .up = "mlp.up_proj", .down = "mlp.down_proj", .gate = "mlp.gate_proj",
     .norms = {"post_attention_layernorm"}, .activation = Activation::GeluTanh, .norm = Norm::RmsNorm,
     .eps = 1e-6, .placement = kPre, .activation_key = "hidden_activation", .model_types = {"gemma"},
     .only_by_type = true, .gain_plus_one = true},
    {.name = "llama",
     .up = "mlp.up_proj", .down = "mlp.down_proj", .gate = "mlp.gate_proj",
     .norms = {"post_attention_layernorm"}, .activation = Activation::Silu, .norm = Norm::RmsNorm,
     .eps = 1e-6, .placement = kPre, .model_types = {"llama", "mistral", "qwen2", "qwen3", "smollm3"},
     .unsupported = kNormAfter,
     .unsupported_with = {"post_feedforward_layernorm.weight", "post_mlp_layernorm.weight",
     "pre_mlp_layernorm.weight"}},
    {.name = "phi3",
     .up = "mlp.gate_up_proj", .down = "mlp.down_proj", .gate = "mlp.gate_up_proj",
     .norms = {"post_attention_layernorm"}, .second_norm = "post_mlp_layernorm",
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .placement = kPre,
     .model_types = {"phi3", "glm", "glm4"}},
    {.name = "llama_original",
     .up = "feed_forward.w3", .down = "feed_forward.w2", .gate = "feed_forward.w1", .norms = {"ffn_norm"},
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .placement = kPre},

    // Mixtures of experts: a block for each expert.
    {.name = "mixtral_expert",
     .up = "block_sparse_moe.experts.*.w3", .down = "block_sparse_moe.experts.*.w2",
     .gate = "block_sparse_moe.experts.*.w1", .norms = {"post_attention_layernorm"},
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .placement = kPre, .model_types = {"mixtral"},
     .note = kExpert},
    {.name = "llama_expert",
     .up = "mlp.experts.*.up_proj", .down = "mlp.experts.*.down_proj", .gate = "mlp.experts.*.gate_proj",
     .norms = {"post_attention_layernorm"}, .activation = Activation::Silu, .norm = Norm::RmsNorm,
     .eps = 1e-6, .placement = kPre,
     .model_types = {"qwen2_moe", "qwen3_moe", "deepseek_v2", "deepseek_v3", "olmoe"}, .note = kExpert},
    {.name = "llama_shared_expert",
     .up = "mlp.shared_expert.up_proj", .down = "mlp.shared_expert.down_proj",
     .gate = "mlp.shared_expert.gate_proj", .norms = {"post_attention_layernorm"},
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .eps = 1e-6, .placement = kPre,
     .model_types = {"qwen2_moe"}, .note = kSharedExpert},
    {.name = "llama_shared_expert",
     .up = "mlp.shared_experts.up_proj", .down = "mlp.shared_experts.down_proj",
     .gate = "mlp.shared_experts.gate_proj", .norms = {"post_attention_layernorm"},
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .eps = 1e-6, .placement = kPre,
     .model_types = {"deepseek_v2", "deepseek_v3"}, .note = kSharedExpert},
    {.name = "switch_expert",
     .up = "mlp.experts.*.wi", .down = "mlp.experts.*.wo", .norms = {"layer_norm"}, .norm = Norm::RmsNorm,
     .eps = 1e-6, .placement = kPre, .activation_key = "dense_act_fn", .model_types = {"switch_transformers"},
     .note = kExpert},
    {.name = "switch",
     .up = "mlp.wi", .down = "mlp.wo", .norms = {"layer_norm"}, .norm = Norm::RmsNorm, .eps = 1e-6,
     .placement = kPre, .activation_key = "dense_act_fn", .model_types = {"switch_transformers"}},
    {.name = "nllb_expert",
     .up = "ffn.experts.*.fc1", .down = "ffn.experts.*.fc2", .norms = {"ff_layer_norm"}, .placement = kPre,
     .activation_key = "activation_function", .model_types = {"nllb-moe"}, .note = kExpert},
    {.name = "nllb_moe",
     .up = "ffn.fc1", .down = "ffn.fc2", .norms = {"ff_layer_norm"}, .placement = kPre,
     .activation_key = "activation_function", .model_types = {"nllb-moe"}},

    // GGUF. The architecture stands where config.json has the model type; Gemma's gain has its 1 already.
    {.name = "gguf_gemma",
     .up = "ffn_up", .down = "ffn_down", .gate = "ffn_gate", .norms = {"ffn_norm"},
     .second_norm = "post_ffw_norm", .activation = Activation::GeluTanh, .norm = Norm::RmsNorm, .eps = 1e-6,
     .placement = kPre, .model_types = {"gemma", "gemma2", "gemma3"}, .only_by_type = true},
    {.name = "gguf_llama",
     .up = "ffn_up", .down = "ffn_down", .gate = "ffn_gate", .norms = {"ffn_norm"},
     .activation = Activation::Silu, .norm = Norm::RmsNorm, .placement = kPre,
     .model_types = {"llama", "qwen2", "qwen3"}, .unsupported = kNormAfter,
     .unsupported_with = {"post_ffw_norm.weight"}},
    // the norm that GPT-NeoX has of its own; the others' attention has the same, Falcon 40B's another (attn_norm_2)
    {.name = "gguf_parallel",
     .up = "ffn_up", .down = "ffn_down", .norms = {"ffn_norm", "attn_norm"},
     .activation = Activation::Gelu, .placement = kPre, .model_types = {"gptneox", "falcon"},
     .only_by_type = true, .note = kParallel, .no_note_key = "use_parallel_residual"},
    {.name = "gguf_parallel_tanh",
     .up = "ffn_up", .down = "ffn_down", .norms = {"attn_norm"},
     .activation = Activation::GeluTanh, .placement = kPre, .model_types = {"phi2", "gptj"},
     .only_by_type = true, .note = kParallel},
    {.name = "gguf_bert",
     .up = "ffn_up", .down = "ffn_down", .norms = {"layer_output_norm"},
     .activation = Activation::Gelu, .eps = 1e-12, .model_types = {"bert"}},
    {.name = "gguf_gpt2",
     .up = "ffn_up", .down = "ffn_down", .norms = {"ffn_norm"},
     .activation = Activation::GeluTanh, .placement = kPre, .model_types = {"gpt2"}},
};
// clang-format on

constexpr std::array kEmbeddings{
    std::string_view("src_emb"),         std::string_view("tgt_emb"),
    std::string_view("src_embed.0.lut"), std::string_view("tgt_embed.0.lut"),
    std::string_view("word_embeddings"), std::string_view("wte"),
    std::string_view("shared"),          std::string_view("embed_tokens"),
    std::string_view("embed_in"),        std::string_view("token_embedding"),
    std::string_view("tok_embeddings"),  std::string_view("token_embd"),
};

constexpr std::array<std::pair<std::string_view, Activation>, 19> kConfigActivations{{
    {"relu", Activation::Relu},
    {"gelu", Activation::Gelu},
    {"gelu_python", Activation::Gelu},
    {"gelu_new", Activation::GeluTanh},
    {"gelu_fast", Activation::GeluTanh},
    {"gelu_tanh", Activation::GeluTanh},
    {"gelu_pytorch_tanh", Activation::GeluTanh},
    {"gelu_python_tanh", Activation::GeluTanh},
    {"gelu_accurate", Activation::GeluTanh},
    {"silu", Activation::Silu},
    {"swish", Activation::Silu},
    {"quick_gelu", Activation::QuickGelu},
    {"relu2", Activation::ReluSquared},
    {"relu_squared", Activation::ReluSquared},
    // T5's feed_forward_proj; its "gated-gelu" stands for gelu_new.
    {"gated-gelu", Activation::GeluTanh},
    {"gated-gelu_new", Activation::GeluTanh},
    {"gated-silu", Activation::Silu},
    {"gated-swish", Activation::Silu},
    {"gated-relu", Activation::Relu},
}};

} // namespace

std::span<const Family> families() {
    return kFamilies;
}

const Family* family_from_name(std::string_view name) {
    const auto found = std::ranges::find(kFamilies, name, &Family::name);
    return found == kFamilies.end() ? nullptr : &*found;
}

std::span<const std::string_view> embedding_names() {
    return kEmbeddings;
}

std::optional<Activation> activation_from_config(std::string_view text) {
    const auto found =
        std::ranges::find(kConfigActivations, text, &std::pair<std::string_view, Activation>::first);
    if (found == kConfigActivations.end()) return std::nullopt;
    return found->second;
}

} // namespace ffn
