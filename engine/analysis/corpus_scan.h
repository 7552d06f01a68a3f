#pragma once

#include "engine/analysis/token_rows.h"
#include "engine/analysis/unit_tally.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/snapshot.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace ffn {

/// What was scanned with; two scans of unlike subjects have nothing to add up.
struct ScanSubject {
    std::string source, block; ///< as in FeedForward; for people, not compared by `same_as`
    std::string fingerprint;   ///< of weights and edits, see `model_fingerprint`
    std::int64_t d_model = 0, d_ff = 0;
    std::string activation; ///< by name
    std::string tokenizer, embedding, positions;

    bool same_as(const ScanSubject& other) const;
    bool operator==(const ScanSubject&) const = default;
};

/// How far a file was read.
struct ScannedFile {
    std::string name;
    std::int64_t size = 0;  ///< bytes it had when the scan began
    std::int64_t done = 0;  ///< bytes read and counted
    std::int64_t lines = 0; ///< line ends among them
    bool operator==(const ScannedFile&) const = default;
};

/// The text around the rows of a stage: sequences, and where they are from.
struct ScannedText {
    const TokenBatch& tokens;
    const std::string& file;
    std::span<const std::int64_t> sequences; ///< the number of each batch row; empty: counted on
};

/// Statistics of every hidden unit of one block over any number of tokens, in bounded memory: some KB a unit.
/// Scans of parts that are merged equal the scan of the whole, bit for bit.
struct CorpusScan {
    ScanSubject subject;
    float threshold = 0;       ///< |value| ≤ it is inactive
    std::size_t top_count = 8; ///< tokens remembered for each unit
    std::int64_t tokens_seen = 0, sequences_seen = 0;
    std::array<std::int64_t, kCountedPositions> positions_seen{}; ///< tokens at each position
    std::vector<UnitTally> units;
    std::vector<ScannedFile> files;

    /// Counts row `rows[i].row` of `hidden` as the token `rows[i]` of the text. The number of units is that
    /// of the first call. Without a pool: on the calling thread. Throws Stopped, and then counts are
    /// half-done.
    void add(const Tensor& hidden, std::span<const TokenRow> rows, const ScannedText& text,
             ThreadPool* pool = nullptr, const Progress& progress = {});
    /// Likewise for all real tokens of a snapshot, whose hidden stage must be kept.
    void add(const Snapshot& snapshot, ThreadPool* pool = nullptr, const Progress& progress = {});
    /// Throws Error, naming the difference, where the subject, threshold or top_count differ, and for a file
    /// that is in both.
    void merge(const CorpusScan& other);
    bool operator==(const CorpusScan&) const = default;
};

/// A number over all weights, config and edits of a block (FNV-1a, 64 bits), in hexadecimal: tells weight
/// files apart, not safe against forgery.
std::string model_fingerprint(const FeedForward& model, const Edits& edits);

/// Subject of a pass through `model`, but for tokeniser, embedding and positions.
ScanSubject scan_subject(const FeedForward& model, const Edits& edits);

} // namespace ffn
