#pragma once

#include "engine/analysis/corpus_scan.h"
#include "engine/forward/forward.h"

#include <functional>
#include <memory>

namespace ffn {

/// Sequences and the hidden states that belong to them, [batch, len, d_model].
struct EncodedLines {
    std::shared_ptr<const TokenBatch> tokens;
    std::shared_ptr<const Tensor> states;
};

/// What text files are sent through.
struct CorpusRun {
    std::shared_ptr<const FeedForward> model;
    Edits edits;
    ForwardOptions engine; ///< its threads share out the work; `stages` is not looked at
    /// One row for each line; called from several threads. Throws Error.
    std::function<EncodedLines(const std::vector<std::string>&)> encode;
    std::int64_t chunk_tokens = 1 << 16;
    /// Called after at least `chunk_tokens` more tokens, at the end, and at a stop: the time to save.
    std::function<void(const CorpusScan&)> chunk_done;
};

/// Reads the files of `scan.files` from where each was left, and counts. One line is one sequence; the pieces
/// of one that is cut (line_groups.h) count as one, each with positions from 0.
///
/// How lines are put together into passes depends on each file alone, so neither chunks, threads nor resuming
/// change a bit of the result. Memory: some tens of MB a thread, more for the widest models. Progress counts
/// bytes of the files. Throws Error, naming file and lines, or Stopped; `scan` is then as half-done as it is,
/// and what `chunk_done` saw last is what can be gone on with.
void run_corpus(CorpusScan& scan, const CorpusRun& run, const Progress& progress = {});

/// A file to scan from its beginning. Throws Error where it cannot be read or is no plain file.
ScannedFile file_to_scan(const std::string& name);

} // namespace ffn
