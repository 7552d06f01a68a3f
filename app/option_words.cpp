#include "app/option_words.h"

namespace ffn::app {

namespace {

constexpr const char* kModel = "MODEL";
constexpr const char* kInput = "INPUT";
constexpr const char* kEdit = "EDIT";
constexpr const char* kEngine = "ENGINE";
constexpr const char* kOutput = "OUTPUT";

/// May be given several times, one value each time.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                            const std::string& help) {
    return app.add_option(name, values, help)->allow_extra_args(false);
}

void add_model_options(CLI::App& app, OptionWords& words) {
    auto* weights = app.add_option("--weights", words.weights,
                                   "safetensors, PyTorch, GGUF, ONNX, .npz, or a folder with one of them")
                        ->type_name("FILE");
    app.add_option("--block", words.block, "which block: its name as inspect prints it, or its number there")
        ->type_name("ID")
        ->needs(weights);
    app.add_option(
           "--map", words.map,
           "a block put together by hand: up=TENSOR,down=TENSOR, and up_bias, down_bias, gate, gate_bias, "
           "norm_gain, norm_bias, second_gain, second_bias, layout=out_in or in_out")
        ->type_name("ROLE=TENSOR,…")
        ->needs(weights);
    auto* random = app.add_flag("--random", words.random, "random weights instead of a file");
    random->excludes(weights);
    app.add_option("--d-model", words.d_model, "size of the stream [512]")
        ->check(CLI::Range(std::int64_t(1), std::int64_t(1) << 40).description("N ≥ 1"))
        ->needs(random);
    app.add_option("--d-ff", words.d_ff, "hidden units [2048]")
        ->check(CLI::Range(std::int64_t(1), std::int64_t(1) << 40).description("N ≥ 1"))
        ->needs(random);
    app.add_option("--init", words.init, "how they are drawn [torch]")
        ->check(CLI::IsMember(
            {"torch", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "normal"}))
        ->needs(random);
    app.add_option("--seed", words.seed, "of random weights and random embeddings [0]")->type_name("N");
    app.add_option("--activation", words.activation, "say what the file does not")
        ->check(CLI::IsMember({"relu", "gelu", "gelu_tanh", "silu", "quick_gelu", "relu_squared"}));
    app.add_option("--norm", words.norm, "likewise")
        ->check(CLI::IsMember({"layer_norm", "rms_norm", "std_norm", "none"}));
    app.add_option("--norm-placement", words.norm_placement, "likewise")
        ->check(CLI::IsMember({"post", "pre"}));
    app.add_option("--eps", words.eps, "likewise, the norm's ε")->type_name("NUMBER");
}

/// How a text becomes hidden states.
std::vector<CLI::Option*> add_token_options(CLI::App& app, OptionWords& words) {
    auto* tokenizer =
        app.add_option("--tokenizer", words.tokenizer,
                       "words, bytes, a tokenizer.json, a vocab.txt, a SentencePiece .model, a folder"
                       " with one of them, or a file with one word a line")
            ->type_name("FILE");
    auto* special =
        app.add_flag("--special-tokens", words.special_tokens, "put the tokeniser's own around each text");
    auto* embedding =
        app.add_option("--embedding", words.embedding, "the embedding table, or `random` [the model's]")
            ->type_name("FILE[:TENSOR]");
    auto* positions = app.add_option("--positions", words.positions, "added to the embeddings [the model's]")
                          ->check(CLI::IsMember({"none", "sinusoidal"}));
    return {tokenizer, special, embedding, positions};
}

void add_input_options(CLI::App& app, OptionWords& words) {
    auto* texts = add_repeatable(app, "--text", words.texts, "a text; repeat it for a batch");
    auto* ids =
        add_repeatable(app, "--ids", words.ids, "token ids, 5,1,9; repeat it for a batch")->excludes(texts);
    std::vector<CLI::Option*> tokens{texts, ids};
    for (CLI::Option* option : add_token_options(app, words))
        tokens.push_back(option);
    auto* input = app.add_option("--input", words.input,
                                 "hidden states instead of tokens: .npy, .npz, safetensors, CSV")
                      ->type_name("FILE[:TENSOR]");
    for (CLI::Option* option : tokens)
        input->excludes(option);
}
void add_edit_options(CLI::App& app, OptionWords& words) {
    add_repeatable(app, "--ablate", words.ablate, "set hidden units to 0, 12,55-60")->type_name("UNITS");
    add_repeatable(app, "--scale", words.scale,
                   "7=2.5 multiplies a hidden unit; a whole number N enlarges images")
        ->type_name("UNIT=FACTOR or N");
    add_repeatable(app, "--clamp", words.clamp, "7=0:1.5 keeps a hidden unit between bounds, 7=2 sets it")
        ->type_name("UNIT=MIN:MAX");
    app.add_option("--threshold", words.threshold, "keep only hidden values above it")->type_name("T");
}

void add_engine_options(CLI::App& app, OptionWords& words) {
    app.add_option("--backend", words.backend, "of the matrix products [auto]")
        ->check(CLI::IsMember({"auto", "eigen", "onednn", "cuda", "cuda_tf32"}));
    app.add_option("--threads", words.threads, "how many [the machine's cores]")
        ->check(CLI::Range(1, 4096).description("N ≥ 1"));
    app.add_option("--memory-limit", words.memory_limit, "refuse a pass that needs more")->type_name("GIB");
}

/// Puts the options declared since `first` under a heading of the help.
void group(CLI::App& app, std::size_t first, const char* heading) {
    const auto options = app.get_options();
    for (std::size_t i = first; i < options.size(); ++i)
        options[i]->group(heading);
}

/// All but OUTPUT; `input` declares INPUT.
void add_groups(CLI::App& app, OptionWords& words, void (*input)(CLI::App&, OptionWords&)) {
    using Add = void (*)(CLI::App&, OptionWords&);
    const std::pair<Add, const char*> groups[] = {{add_model_options, kModel},
                                                  {input, kInput},
                                                  {add_edit_options, kEdit},
                                                  {add_engine_options, kEngine}};
    for (const auto& [add, heading] : groups) {
        const std::size_t first = app.get_options().size();
        add(app, words);
        group(app, first, heading);
    }
}

} // namespace

void add_pass_options(CLI::App& app, OptionWords& words) {
    add_groups(app, words, add_input_options);
}

void add_scan_options(CLI::App& app, OptionWords& words) {
    add_groups(app, words, [](CLI::App& to, OptionWords& into) { add_token_options(to, into); });
}

void add_output_options(CLI::App& app, OptionWords& words) {
    const std::size_t first = app.get_options().size();
    auto* out = app.add_option("--out", words.out, "folder for the files, made if missing")->type_name("DIR");
    app.add_option("--stages", words.stages, "names with commas between them [all]")->type_name("LIST");
    app.add_option("--formats", words.formats, "of csv npy png svg pdf safetensors [csv,png]")
        ->type_name("LIST")
        ->needs(out);
    app.add_option("--csv-layout", words.csv_layout, "a column or a line for each unit [wide]")
        ->check(CLI::IsMember({"wide", "tidy"}))
        ->needs(out);
    app.add_option("--colormap", words.colormap, "of images")->type_name("NAME")->needs(out);
    app.add_option("--range", words.range, "of images: auto, symmetric, MIN:MAX or percentiles p1:99 [auto]")
        ->type_name("R")
        ->needs(out);
    auto* json = app.add_flag("--json", words.json, "one JSON object on standard output");
    auto* vocabulary =
        app.add_option("--vocabulary", words.vocabulary,
                       "add the N words that each token is nearest to before and after the block")
            ->check(CLI::Range(std::size_t(1), std::size_t(1000)).description("1 … 1000"))
            ->type_name("N")
            ->needs(json);
    add_repeatable(app, "--vocabulary-units", words.vocabulary_units,
                   "and the N words that hidden units read and write, 12,55-60")
        ->type_name("UNITS")
        ->needs(vocabulary);
    app.add_flag("--force", words.force, "allow overwriting files in DIR")->needs(out);
    group(app, first, kOutput);
}

} // namespace ffn::app
