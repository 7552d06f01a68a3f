#include "app/edit_options.h"
#include "app/option_list.h"
#include "app/option_words.h"
#include "app/stage_pictures.h"
#include "app/usage_error.h"
#include "engine/raster/color_map.h"
#include "engine/tokens/token_ids.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace ffn::app {

namespace {

std::vector<Stage> stages_from(const std::string& list) {
    std::vector<std::string> names{"all"};
    for (const StageInfo& info : stages())
        names.emplace_back(info.name);
    std::vector<Stage> wanted;
    bool all = false;
    for (const std::string& word : split_list("--stages", list)) {
        const auto stage = stage_from_name(word);
        if (word == "all")
            all = true;
        else if (!stage)
            refuse_word("--stages", word, names);
        else
            wanted.push_back(*stage);
    }
    if (all) return {};
    std::ranges::sort(wanted); // the order of computation, whatever order was typed
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

std::vector<Format> formats_from(const std::string& list) {
    std::vector<Format> wanted;
    for (const std::string& word : split_list("--formats", list)) {
        const auto* found = std::ranges::find(kFormatNames, word);
        if (found == std::end(kFormatNames))
            refuse_word("--formats", word, {std::begin(kFormatNames), std::end(kFormatNames)});
        wanted.push_back(Format(found - std::begin(kFormatNames)));
    }
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

void check_colormap(const std::string& word) {
    std::vector<std::string> names{"auto"};
    for (const ColorMap& map : color_maps())
        names.emplace_back(map.name);
    if (!word.empty() && word != "auto" && !color_map_from_name(word)) refuse_word("--colormap", word, names);
}

bool is_scale_of_images(const std::string& word) {
    return word.find('=') == std::string::npos;
}

int image_scale(const std::vector<std::string>& words) {
    int scale = 1;
    for (const std::string& word : words) {
        if (!is_scale_of_images(word)) continue;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), scale);
        if (error != std::errc() || end != word.data() + word.size() || scale < 1 || scale > 8)
            throw UsageError("--scale: “" + word +
                             "” is neither UNIT=FACTOR (7=2.5) nor a scale of images from 1 to 8");
    }
    return scale;
}

Edits edits_from(const OptionWords& words, bool with_images) {
    std::vector<std::string> scaled;
    for (const std::string& word : words.scale)
        if (!with_images || !is_scale_of_images(word)) scaled.push_back(word);
    Edits edits = parse_edits(words.ablate, scaled, words.clamp);
    if (words.threshold && std::isnan(*words.threshold)) throw UsageError("--threshold: nan is no threshold");
    edits.threshold = words.threshold;
    return edits;
}

std::uint64_t bytes_of(const std::optional<double>& gib) {
    if (!gib) return 0;
    if (!(*gib > 0) || *gib > 1e6)
        throw UsageError("--memory-limit: give a number of GiB above 0, such as 4 or 0.5");
    return std::max<std::uint64_t>(1, std::uint64_t(*gib * 1024 * 1024 * 1024));
}

BlockMapping mapping_from(const OptionWords& words) {
    BlockMapping mapping;
    try {
        mapping = mapping_from_text(words.map);
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
    if (mapping.has_tensors() && !words.block.empty())
        throw UsageError(
            "--map puts a block together, so that --block has nothing to choose; give one of them");
    return mapping;
}

std::uint64_t seed_from(const std::string& text) {
    if (text.empty()) return 0;
    std::uint64_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (error != std::errc() || stop != end)
        throw UsageError("--seed: “" + text + "” is no whole number from 0 to 18446744073709551615");
    return seed;
}

/// Whether they are ids of the vocabulary shows when there is one.
void check_ids(const std::vector<std::string>& rows) {
    try {
        (void)token_batch_from_ids(rows);
    } catch (const Error& error) {
        throw UsageError(std::string("--ids: ") + error.what());
    }
}

ui::ModelRequest model_from(const OptionWords& words) {
    ui::ModelRequest model;
    model.mapping = mapping_from(words);
    model.weights = words.weights;
    model.block = words.block;
    model.random = {words.d_model, words.d_ff, init_from_name(words.init).value(), seed_from(words.seed)};
    model.overrides.activation = activation_from_name(words.activation);
    model.overrides.norm = norm_from_name(words.norm);
    model.overrides.placement = norm_placement_from_name(words.norm_placement);
    model.overrides.eps = words.eps;
    if (words.eps && (!(*words.eps >= 0) || std::isinf(*words.eps)))
        throw UsageError("--eps: give a number of at least 0, such as 1e-5");
    return model;
}

ui::InputRequest input_from(const OptionWords& words) {
    check_ids(words.ids);
    ui::InputRequest input;
    input.texts = words.texts;
    input.ids = words.ids;
    input.input = words.input;
    input.tokenizer = words.tokenizer;
    input.special_tokens = words.special_tokens;
    input.embedding = words.embedding;
    if (!words.positions.empty())
        input.positions = words.positions == "none" ? Positions::None : Positions::Sinusoidal;
    input.seed = seed_from(words.seed);
    return input;
}

} // namespace

RunOptions pass_options(const OptionWords& words, bool with_images) {
    RunOptions options;
    options.model = model_from(words);
    options.input = input_from(words);
    options.edits = edits_from(words, with_images);
    options.engine.backend = words.backend;
    options.engine.threads = words.threads;
    options.engine.memory_limit = bytes_of(words.memory_limit);
    options.model.memory_limit = options.input.memory_limit = options.engine.memory_limit;
    return options;
}

void read_output_options(RunOptions& options, const OptionWords& words) {
    if (words.weights.empty() && !words.random) throw UsageError("give a model: --weights FILE, or --random");
    if (words.random && options.input.empty())
        throw UsageError("give something to feed the model with: --text, --ids or --input");
    if (words.out.empty() && !words.json)
        throw UsageError("say where the results go: --out DIR for files, --json for numbers");
    OutputOptions& output = options.output;
    output.folder = words.out;
    output.stages = stages_from(words.stages);
    if (!words.formats.empty()) output.formats = formats_from(words.formats);
    output.csv_layout = words.csv_layout == "tidy" ? CsvLayout::Tidy : CsvLayout::Wide;
    check_colormap(words.colormap);
    output.colormap = words.colormap;
    check_picture_range(words.range);
    output.range = words.range;
    output.scale = image_scale(words.scale);
    output.json = words.json;
    output.vocabulary = words.vocabulary;
    output.word_units = parse_units("--vocabulary-units", words.vocabulary_units);
    output.force = words.force;
}

} // namespace ffn::app
