#include "ui/document/request.h"

#include "engine/core/error.h"
#include "engine/exports/capture_file.h"
#include "engine/exports/snapshot_file.h"
#include "engine/forward/forward.h"
#include "engine/forward/update.h"
#include "engine/model/block_choice.h"
#include "ui/request/captured_states.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace ffn::ui {

namespace {

bool same_input(const InputRequest& a, const InputRequest& b) {
    return a.texts == b.texts && a.ids == b.ids && a.input == b.input;
}

Opened fulfil_saved(const Request& request, const Opened& last) {
    Opened opened;
    opened.request = request;
    const bool other_block =
        last.saved && last.request.snapshot == request.snapshot && last.request.captured != request.captured;
    opened.saved = other_block ? last.saved : open_archive(request.snapshot);
    if (is_capture(*opened.saved)) {
        for (const CapturedBlock& block : captured_blocks(*opened.saved))
            opened.captured.push_back(block.id);
        if (request.captured.empty()) opened.request.captured = opened.captured.front();
        opened.snapshot = read_captured(*opened.saved, opened.request.captured);
    } else {
        opened.snapshot = read_snapshot(*opened.saved);
    }
    opened.original = opened.snapshot;
    opened.input.tokens = opened.snapshot->tokens;
    return opened;
}

void make_input(Opened& opened, const Opened& last, bool model_kept, const Progress& progress) {
    const InputRequest& wanted = opened.request.input;
    const bool encoder_kept = model_kept && last.encoder && same_encoder(opened.request, last.request);
    if (encoder_kept && same_input(wanted, last.request.input) && last.input.states) {
        opened.encoder = last.encoder;
        opened.input = last.input;
        opened.example = last.example;
        return;
    }
    if (!wanted.input.empty()) {
        opened.input = read_states(wanted.input, opened.model);
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
    request.snapshot.clear();
    request.capture.clear();
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
    request.snapshot.clear();
    request.capture.clear();
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
    request.input.special_tokens = false;
    request.input.embedding.clear();
    request.input.positions.reset();
    request.input.input.clear();
    request.capture.clear();
    return request;
}

// By name or number; null where there is none.
const Block* named_block(const ModelListing& listing, const std::string& block) {
    for (const Block& b : listing.blocks)
        if (b.id == block || std::to_string(b.index) == block) return &b;
    return nullptr;
}

// The block that is open, or the first one that the capture has too; nothing where there is none.
std::optional<Request> with_captured_input(Request request, const ModelListing& listing, const Block* open,
                                           const TensorArchive& capture) {
    const auto matches = captured_blocks_of(capture, listing);
    const auto got = [&](const Block& block) {
        return matches[std::size_t(&block - listing.blocks.data())].has_value();
    };
    const auto first = std::ranges::find_if(listing.blocks, got);
    if (first == listing.blocks.end()) return std::nullopt;
    const Block* chosen = open && got(*open) ? open : &*first;
    request.model.block = chosen->id;
    request = with_hidden_states(request, captured_input(capture.path(), chosen->id));
    request.capture = capture.path();
    return request;
}

Request with_capture(Request request, const Opened& known, const TensorArchive& capture) {
    const OpenedModel& model = known.model;
    if (model.archive)
        if (const auto combined = with_captured_input(
                request, model.listing, &model.listing.blocks[std::size_t(model.block)], capture))
            return *combined;
    request.snapshot = capture.path();
    request.captured.clear();
    return request;
}

// Of several tensors nothing says which one would be the states.
bool has_states_for(const TensorArchive& archive, const Opened& last) {
    if (!last.model.model || archive.tensors().size() != 1) return false;
    const auto& shape = archive.tensors().front().shape;
    return shape.size() >= 2 && shape.back() == last.model.model->config.d_model;
}

// A capture that is looked at is what these weights' blocks got, where they are the same blocks.
Request with_blocks(Request request, const ModelListing& listing, const std::filesystem::path& file,
                    const TensorArchive* saved, ModelOptions options) {
    if (options == ModelOptions::Drop) request = with_weights(std::move(request), file);
    request.model.weights = file;
    if (request.model.block.empty()) request.model.block = listing.blocks.front().id;
    if (!saved || !is_capture(*saved)) return request;
    return with_captured_input(request, listing, named_block(listing, request.model.block), *saved)
        .value_or(request);
}

Request with_archive(Request request, const std::function<const Opened&()>& last,
                     const std::filesystem::path& file, ModelOptions options, UnknownFile& unknown) {
    const std::shared_ptr<const TensorArchive> saved = request.snapshot.empty() ? nullptr : last().saved;
    request.snapshot.clear();
    const auto archive = open_archive(file);
    if (is_capture(*archive)) return with_capture(request, last(), *archive);
    if (is_snapshot(*archive)) {
        request.snapshot = file;
        request.captured.clear();
        return request;
    }
    const bool keep = options == ModelOptions::Keep;
    if (keep && request.model.mapping.has_tensors()) {
        request.model.weights = file;
        return request;
    }
    const ModelListing listing = find_blocks(*archive);
    // One of the known blocks that was asked for by its name is not the one put together.
    const bool said = keep && named_block(listing, request.model.block);
    if (!said)
        if (const auto kept = keptMapping(archiveKey(*archive)))
            return with_mapping(request, file, *kept, options);
    if (!listing.blocks.empty()) return with_blocks(request, listing, file, saved.get(), options);
    if (has_states_for(*archive, last())) return with_hidden_states(request, file.string());
    if (const std::string why = why_no_blocks(*archive); !why.empty()) throw Error(file, why);
    unknown = archive;
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

std::string captured_input(const std::filesystem::path& capture, const std::string& block) {
    return capture.string() + ":" + block + "/input";
}

Opened fulfil(const Request& request, const Opened& last, const Progress& progress) {
    if (!request.snapshot.empty()) return fulfil_saved(request, last);
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
    if (const std::string& note = opened.model.model->note; !note.empty())
        opened.warning =
            opened.model.model->block + ": " + note + (opened.warning.empty() ? "" : "; " + opened.warning);
    pass(opened, last, engineOf(request), progress);
    return opened;
}

Request with_mapping(const Request& request, const std::filesystem::path& file, const KeptMapping& kept,
                     ModelOptions options) {
    Request next = options == ModelOptions::Keep ? request : with_weights(request, file);
    const ConfigOverrides said = next.model.overrides;
    next.snapshot.clear();
    next.note.clear();
    next.model.weights = file;
    next.model.mapping = kept.mapping;
    next.model.overrides = kept.say;
    if (said.activation) next.model.overrides.activation = said.activation;
    if (said.norm) next.model.overrides.norm = said.norm;
    if (said.placement) next.model.overrides.placement = said.placement;
    if (said.eps) next.model.overrides.eps = said.eps;
    return next;
}

Request with_file(const Request& request, const std::function<const Opened&()>& last,
                  const std::filesystem::path& file, ModelOptions options, UnknownFile& unknown) {
    Request next = request;
    next.note.clear();
    if (file.extension() == ".csv") return with_hidden_states(next, file.string());
    try {
        return with_archive(next, last, file, options, unknown);
    } catch (const Error&) {
        std::error_code ignored;
        const TextLines text =
            std::filesystem::is_regular_file(file, ignored) ? text_lines(file) : TextLines{};
        if (text.lines.empty()) throw;
        unknown.reset();
        return with_text(next, text, file);
    }
}

Request with_file(const Request& request, const Opened& last, const std::filesystem::path& file) {
    UnknownFile unknown;
    return with_file(
        request, [&last]() -> const Opened& { return last; }, file, ModelOptions::Drop, unknown);
}

} // namespace ffn::ui
