#include "app/command_line.h"

#include "app/analysis_words.h"
#include "app/option_words.h"
#include "app/usage_error.h"
#include "engine/core/error.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <string_view>

namespace ffn::app {

namespace {

constexpr const char* kAbout = "Opens up the feed-forward network of a transformer.\n"
                               "Without a subcommand it opens the window.";
constexpr const char* kVersion = "ffnscope " FFNSCOPE_VERSION;

struct Words {
    OptionWords window, run;
    AnalyzeWords analyze;
    ScanWords scan;
    MergeOptions merge;
    std::vector<std::string> files;
    std::string screenshot, size, stage, panel, theme, language;
    std::string inspected;
    bool inspect_json = false;
};

void add_window_options(CLI::App& app, Words& words) {
    app.add_option("FILE", words.files, "weights, tokens, tensor or snapshot, told apart by content");
    app.add_option("--screenshot", words.screenshot, "save a picture of the window and exit")
        ->type_name("FILE.png")
        ->group("WINDOW");
    app.add_option("--size", words.size, "of the window, 1600x1000")->type_name("WxH")->group("WINDOW");
    app.add_option("--stage", words.stage, "the chosen stage")->type_name("NAME")->group("WINDOW");
    app.add_option("--panel", words.panel, "the panel in front")->type_name("NAME")->group("WINDOW");
    app.add_option("--theme", words.theme)->check(CLI::IsMember({"light", "dark"}))->group("WINDOW");
    app.add_option("--language", words.language, "en, zh_CN")->type_name("CODE")->group("WINDOW");
    add_pass_options(app, words.window);
    // A FILE may turn out to be the weights.
    for (const char* name : {"--block", "--map"}) {
        app.get_option(name)->remove_needs(app.get_option("--weights"));
        app.get_option(name)->excludes(app.get_option("--random"));
    }
}

CLI::App* add_inspect(CLI::App& app, Words& words) {
    auto* inspect = app.add_subcommand("inspect", "what is in a weight file: tensors and blocks");
    inspect->add_option("FILE", words.inspected, "a weight file or folder")->required();
    inspect->add_flag("--json", words.inspect_json, "one JSON object on standard output");
    return inspect;
}

CLI::App* add_run(CLI::App& app, Words& words) {
    auto* run = app.add_subcommand("run", "one forward pass, without a window");
    add_pass_options(*run, words.run);
    add_output_options(*run, words.run);
    return run;
}

/// "1600x1000"
std::pair<int, int> size_from(const std::string& text) {
    int width = 0, height = 0;
    const char* end = text.data() + text.size();
    const auto w = std::from_chars(text.data(), end, width);
    if (w.ec == std::errc() && w.ptr != end && *w.ptr == 'x') {
        const auto h = std::from_chars(w.ptr + 1, end, height);
        if (h.ec == std::errc() && h.ptr == end && width >= 100 && height >= 100 && width <= 16384 &&
            height <= 16384)
            return {width, height};
    }
    throw UsageError("--size: “" + text + "” is no size in pixels from 100x100 on; write 1600x1000");
}

/// A FILE that is none may be a subcommand mistyped.
void check_files(const CLI::App& app, const std::vector<std::string>& files) {
    const auto in_name = [](unsigned char c) { return std::isalpha(c) || c == '-' || c == '_'; };
    for (const std::string& file : files) {
        std::error_code ignored;
        if (std::filesystem::status(file, ignored).type() != std::filesystem::file_type::not_found) continue;
        if (!std::ranges::all_of(file, in_name)) throw Error(file, "there is no such file");
        std::string names;
        for (const CLI::App* subcommand : app.get_subcommands([](const CLI::App*) { return true; }))
            names += (names.empty() ? "" : ", ") + subcommand->get_name();
        throw UsageError(file + ": there is no such file, and no subcommand of that name; subcommands are " +
                         names);
    }
}

WindowOptions window_options(const Words& words) {
    const RunOptions pass = pass_options(words.window, false);
    WindowOptions options;
    options.files.assign(words.files.begin(), words.files.end());
    options.has_model = words.window.random || !words.window.weights.empty();
    options.model = pass.model;
    options.input = pass.input;
    options.edits = pass.edits;
    options.engine = pass.engine;
    options.screenshot = words.screenshot;
    if (!words.size.empty()) std::tie(options.width, options.height) = size_from(words.size);
    if (!words.stage.empty() && !stage_from_name(words.stage)) {
        std::vector<std::string> names;
        for (const StageInfo& info : stages())
            names.emplace_back(info.name);
        refuse_word("--stage", words.stage, names);
    }
    options.stage = words.stage;
    options.panel = words.panel;
    options.theme = words.theme;
    options.language = words.language;
    return options;
}

/// CLI11's own exceptions as ours; empty where the words make sense.
std::string parse(CLI::App& app, int argc, char** argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return app.help();
    } catch (const CLI::CallForVersion&) {
        return std::string(kVersion) + '\n';
    } catch (const CLI::ParseError& error) {
        throw UsageError(std::string(error.what()) + "; see --help");
    }
    return {};
}

/// No option but a text means anything when it is empty: a variable of a script was.
void check_values(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options())
        if (option->get_single_name() != "text")
            for (const std::string& value : option->results())
                if (value.empty()) throw UsageError(option->get_name() + ": the value is empty; see --help");
}

} // namespace

Command parse_command_line(int argc, char** argv) {
    Words words;
    CLI::App app(kAbout, "ffnscope");
    app.set_help_flag("-h,--help", "print this and exit");
    app.set_version_flag("--version", kVersion, "print the version and exit");
    add_window_options(app, words);
    auto* inspect = add_inspect(app, words);
    auto* run = add_run(app, words);
    auto* analyze = add_analyze(app, words.analyze);
    auto* scan = add_scan(app, words.scan);
    auto* merge = add_merge(app, words.merge);
    app.require_subcommand(0, 1);

    if (std::string text = parse(app, argc, argv); !text.empty()) return PrintText{std::move(text)};
    check_values(app);
    for (const CLI::App* chosen : app.get_subcommands())
        check_values(*chosen);
    if (inspect->parsed()) return InspectOptions{words.inspected, words.inspect_json};
    if (analyze->parsed()) return analyze_options(words.analyze);
    if (scan->parsed()) return scan_options(words.scan);
    if (merge->parsed()) return words.merge;
    if (!run->parsed()) {
        check_files(app, words.files);
        return window_options(words);
    }
    RunOptions options = pass_options(words.run, true);
    read_output_options(options, words.run);
    return options;
}

} // namespace ffn::app
