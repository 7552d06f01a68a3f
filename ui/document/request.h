#pragma once

#include "engine/forward/forward.h"
#include "ui/document/edit_list.h"
#include "ui/document/kept_mappings.h"
#include "ui/request/input_request.h"
#include "ui/request/model_request.h"
#include "ui/snapshot_view.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ffn::ui {

/// Everything a person asked for: from it alone the whole picture follows. A value, kept by undo.
struct Request {
    ModelRequest model;
    InputRequest input;
    EditList edits;
    std::filesystem::path snapshot; ///< a snapshot or capture to look at instead of computing one
    std::string captured;           ///< which block of that capture; empty: its first
    /// The capture that `input.input` is taken from, anew for each block; empty: it is from elsewhere.
    std::filesystem::path capture;
    std::string backend = "auto";
    int threads = 0;
    std::uint64_t memory_limit = 0;
    std::string note; ///< what a file left out of it, for the screen; empty: nothing
};

/// What came of a request: immutable values, shared with the next one where that asks for the same.
struct Opened {
    Request request;
    OpenedModel model;                          ///< empty for a snapshot or capture
    std::shared_ptr<const TensorArchive> saved; ///< the snapshot or capture looked at; null: it is computed
    std::vector<std::string> captured;          ///< the blocks of that capture, in their order
    std::optional<TokenEncoder> encoder;
    ModelInput input;
    SnapshotPtr snapshot;
    SnapshotPtr original; ///< without the edits; the same as `snapshot` where there are none
    std::string example;  ///< the text that stands in for an empty one; empty: none does
    std::string warning;  ///< what a person should know about the choices made; empty: nothing
};

/// Computes a request, taking from `last` what did not change. Throws Error, or Stopped.
Opened fulfil(const Request& request, const Opened& last, const Progress& progress);

/// Whether weights come with the options the request has, as they do on a command line, or without those of
/// the model before them.
enum class ModelOptions { Drop, Keep };

/// What a block got, as `--input` takes it: "CAPTURE:BLOCK/input".
std::string captured_input(const std::filesystem::path& capture, const std::string& block);

/// A file with tensors, but without a block that is known here; null: there is none.
using UnknownFile = std::shared_ptr<const TensorArchive>;

/// `request` with `file` opened in it, told apart by content: weights, a snapshot, a capture, hidden states
/// that fit `last`'s block, or a text. Where a capture and weights have a block in common, the weights get
/// what their blocks got; else a capture is looked at as it is. A file for which a mapping is kept opens with
/// it. `last` is only asked for where that matters. Throws Error for anything else; where that is for want of
/// a known block, `unknown` holds the file.
Request with_file(const Request& request, const std::function<const Opened&()>& last,
                  const std::filesystem::path& file, ModelOptions options, UnknownFile& unknown);
Request with_file(const Request& request, const Opened& last, const std::filesystem::path& file);

/// `request` with the block of a file that a person put together.
Request with_mapping(const Request& request, const std::filesystem::path& file, const KeptMapping& kept,
                     ModelOptions options = ModelOptions::Drop);

/// Its back end, threads and memory.
ForwardOptions engineOf(const Request& request);

/// True when the two ask for the same model, encoder or input.
bool same_model(const Request& a, const Request& b);
bool same_encoder(const Request& a, const Request& b);

} // namespace ffn::ui
