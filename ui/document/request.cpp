#include "ui/document/request.h"

#include "engine/core/error.h"
#include "engine/exports/snapshot_file.h"
#include "engine/forward/forward.h"
#include "engine/forward/update.h"

#include <fstream>
#include <sstream>
#include <utility>

namespace ffn::ui {

namespace {

bool same_input(const InputRequest& a, const InputRequest& b) {
    return a.texts == b.texts && a.ids == b.ids && a.input == b.input;
}

Opened fulfil_snapshot(const Request& request) {
    Opened opened;
    opened.request = request;
    opened.snapshot = opened.original = read_snapshot(*open_archive(request.snapshot));
    opened.input.tokens = opened.snapshot->tokens;
    return opened;
}

void make_input(Opened& opened, const Opened& last, bool model_kept, const Progress& progress) {
    const InputRequest& wanted = opened.request.input;
    const bool encoder_kept = model_kept && last.encoder && same_encoder(opened.request, last.request);
    if (encoder_kept && same_input(wanted, last.request.input) && last.input.states) {
        opened.encoder = last.encoder;
        opened.input = last.input;
        return;
    }
    if (!wanted.input.empty()) {
        opened.input = read_hidden_states(wanted.input, opened.model.model->config.d_model);
        return;
    }
    opened.encoder = encoder_kept ? last.encoder : make_token_encoder(wanted, opened.model, progress);
    opened.warning = opened.encoder->warning;
    if (!wanted.ids.empty()) {
        opened.input = opened.encoder->encode_ids(wanted.ids);
        return;
    }
    const bool none = wanted.texts.empty(), emptied = wanted.texts == std::vector<std::string>{""};
    if (none || emptied) {
        opened.example = example_text(opened.model);
        if (opened.example.empty()) opened.example = "The quick brown fox jumps over the lazy dog .";
    }
    opened.input = opened.encoder->encode_texts(none || emptied ? std::vector{opened.example} : wanted.texts);
    // Where nothing was asked for, the example is what is open; an emptied field stays empty.
    if (none) opened.request.input.texts = {std::exchange(opened.example, {})};
    opened.warning +=
        (opened.warning.empty() || opened.request.note.empty() ? "" : "; ") + opened.request.note;
}

struct TextLines {
    std::vector<std::string> lines;
    bool all = true;
};

// UTF-8 without control characters is taken for a text; a line is a row of the batch.
TextLines text_lines(const std::filesystem::path& file) {
    constexpr std::size_t kMostLines = 256, kMostBytes = 1 << 20;
    std::string start(kMostBytes, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(start.data(), std::streamsize(start.size()));
    start.resize(std::size_t(in.gcount()));
    TextLines text;
    text.all = in.eof() || in.peek() == std::ifstream::traits_type::eof();
    if (!text.all) start.resize(start.rfind('\n') + 1); // npos + 1: no line is whole
    std::istringstream whole(start);
    for (std::string line; std::getline(whole, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        for (const unsigned char c : line)
            if (c < 0x20 && c != '\t') return {};
        if (line.find_first_not_of(" \t") == std::string::npos) continue;
        if (text.lines.size() == kMostLines) {
            text.all = false;
            break;
        }
        text.lines.push_back(line);
    }
    return text;
}

Request with_text(Request request, const TextLines& text, const std::filesystem::path& file) {
    request.input.texts = text.lines;
    request.input.ids.clear();
    request.input.input.clear();
    if (!text.all)
        request.note = "only the first " + std::to_string(text.lines.size()) + " lines of \"" +
                       file.filename().string() +
                       "\" are opened; Scan texts, in the View menu, reads files of any length";
    return request;
}

Request with_hidden_states(Request request, const std::string& file) {
    request.input.input = file;
    request.input.texts.clear();
    request.input.ids.clear();
    return request;
}

Request with_weights(Request request, const std::filesystem::path& file) {
    const std::uint64_t limit = request.model.memory_limit;
    request.model = {};
    request.model.weights = file;
    request.model.memory_limit = limit;
    request.edits = {};
    // What was typed stays; the tokeniser and the embedding are the new model's.
    request.input.tokenizer.clear();
    request.input.embedding.clear();
    request.input.positions.reset();
    request.input.input.clear();
    return request;
}

bool has_states_for(const TensorArchive& archive, const Opened& last) {
    if (!last.model.model) return false;
    for (const TensorInfo& t : archive.tensors())
        if (t.shape.size() >= 2 && t.shape.back() == last.model.model->config.d_model) return true;
    return false;
}

Request with_archive(Request request, const std::function<const Opened&()>& last,
                     const std::filesystem::path& file, ModelOptions options) {
    const auto archive = open_archive(file);
    if (is_snapshot(*archive)) {
        request.snapshot = file;
        return request;
    }
    const bool keep = options == ModelOptions::Keep, mapped = keep && request.model.mapping.has_tensors();
    const ModelListing listing = find_blocks(*archive);
    if (!listing.blocks.empty() || mapped) {
        if (!keep) request = with_weights(request, file);
        request.model.weights = file;
        if (request.model.block.empty() && !mapped) request.model.block = listing.blocks.front().id;
        return request;
    }
    if (has_states_for(*archive, last())) return with_hidden_states(request, file.string());
    throw Error(file, "no feed-forward block was found among its " +
                          std::to_string(archive->tensors().size()) +
                          " tensors, and none of them fits the open block as hidden states");
}

// Edits start from the unedited snapshot, and that from the last one: only what differs is computed.
void pass(Opened& opened, const Opened& last, const ForwardOptions& options, const Progress& progress) {
    const auto& model = opened.model.model;
    const ModelInput& input = opened.input;
    const SnapshotPtr& before = last.original;
    if (!before || before->model != model || options.backend != last.request.backend)
        opened.original = forward(model, input.tokens, input.states, {}, options, progress);
    else if (input.states == last.input.states)
        opened.original = before;
    else
        opened.original = update(*before, model, input.tokens, input.states, {}, options, progress);
    const Edits edits = opened.request.edits.merged();
    opened.snapshot =
        edits.empty() ? opened.original : update_edits(*opened.original, edits, options, progress);
}

} // namespace

ForwardOptions engineOf(const Request& request) {
    ForwardOptions options;
    options.backend = request.backend;
    options.threads = request.threads;
    options.memory_limit = request.memory_limit;
    return options;
}

bool same_model(const Request& a, const Request& b) {
    return a.model.weights == b.model.weights && a.model.block == b.model.block &&
           a.model.random == b.model.random && a.model.overrides == b.model.overrides &&
           a.model.mapping == b.model.mapping && a.snapshot == b.snapshot;
}

bool same_encoder(const Request& a, const Request& b) {
    return a.input.tokenizer == b.input.tokenizer && a.input.special_tokens == b.input.special_tokens &&
           a.input.embedding == b.input.embedding && a.input.positions == b.input.positions &&
           a.input.seed == b.input.seed && a.input.input.empty() == b.input.input.empty();
}

Opened fulfil(const Request& request, const Opened& last, const Progress& progress) {
    if (!request.snapshot.empty()) return fulfil_snapshot(request);
    Opened opened;
    opened.request = request;
    const bool model_kept = last.model.model && same_model(request, last.request);
    if (model_kept)
        opened.model = last.model;
    else if (last.model.archive && !request.model.weights.empty() &&
             request.model.weights == last.request.model.weights &&
             request.model.overrides == last.request.model.overrides &&
             request.model.mapping == last.request.model.mapping)
        opened.model = open_block(last.model, request.model.block, progress);
    else
        opened.model = open_model(request.model, progress);
    make_input(opened, last, model_kept, progress);
    pass(opened, last, engineOf(request), progress);
    return opened;
}

Request with_file(const Request& request, const std::function<const Opened&()>& last,
                  const std::filesystem::path& file, ModelOptions options) {
    Request next = request;
    next.snapshot.clear();
    next.note.clear();
    std::string extension = file.extension().string();
    if (extension == ".csv") return with_hidden_states(next, file.string());
    try {
        return with_archive(next, last, file, options);
    } catch (const Error&) {
        const TextLines text = std::filesystem::is_regular_file(file) ? text_lines(file) : TextLines{};
        if (text.lines.empty()) throw;
        return with_text(next, text, file);
    }
}

Request with_file(const Request& request, const Opened& last, const std::filesystem::path& file) {
    return with_file(
        request, [&last]() -> const Opened& { return last; }, file);
}

} // namespace ffn::ui
