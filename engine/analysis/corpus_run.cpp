#include "engine/analysis/corpus_run.h"

#include "engine/analysis/line_groups.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <thread>

namespace ffn {

namespace {

constexpr std::int64_t kPassValues = 1 << 22; // of the hidden stage in one pass: 16 MiB

/// Hidden values of some of a group's tokens, without padding.
struct Piece {
    std::shared_ptr<const Tensor> hidden;
    std::vector<TokenRow> rows;
};

/// One group on its way.
struct Work {
    std::size_t file = 0;
    LineGroup group;
    std::shared_ptr<const TokenBatch> tokens;
    std::vector<Piece> pieces;
};

class Runner {
  public:
    Runner(CorpusScan& scan, const CorpusRun& run, const Progress& progress)
        : m_scan(scan), m_run(run), m_progress(progress), m_pool(run.engine.threads) {
        for (const ScannedFile& file : scan.files)
            m_total += file.size;
    }

    void run() {
        try {
            while (wave())
                report();
        } catch (const Stopped&) {
            if (m_run.chunk_done && m_since > 0) m_run.chunk_done(m_scan);
            throw;
        }
        if (m_run.chunk_done && m_unsaved) m_run.chunk_done(m_scan);
    }

  private:
    Progress stop() const { return {{}, m_progress.stop}; }

    bool wave() {
        std::vector<Work> wave = read(std::size_t(m_pool.threads()) * 2);
        m_pool.for_each_block(
            std::int64_t(wave.size()), [&](std::int64_t i) { pass(wave[std::size_t(i)]); }, stop());
        for (const Work& work : wave) {
            m_progress.check();
            count(work);
        }
        return !wave.empty();
    }

    // The next groups, over the ends of files.
    std::vector<Work> read(std::size_t most) {
        std::vector<Work> wave;
        while (wave.size() < most && m_file < m_scan.files.size()) {
            m_progress.check();
            const ScannedFile& file = m_scan.files[m_file];
            if (!m_lines) m_lines.emplace(file.name, file.done, file.lines);
            if (auto group = m_lines->next()) {
                wave.push_back({m_file, std::move(*group), {}, {}});
            } else {
                m_lines.reset();
                ++m_file;
            }
        }
        return wave;
    }

    void pass(Work& work) const {
        if (work.group.lines.empty()) return; // blank lines
        EncodedLines encoded;
        try {
            encoded = m_run.encode(work.group.lines);
        } catch (const Error& error) {
            throw Error(m_scan.files[work.file].name, "lines " + std::to_string(work.group.numbers.front()) +
                                                          " to " + std::to_string(work.group.numbers.back()) +
                                                          ": " + error.what());
        }
        work.tokens = encoded.tokens;
        const std::vector<TokenRow> rows = token_rows(*encoded.tokens, encoded.states->shape().len);
        const std::int64_t most = std::max<std::int64_t>(64, kPassValues / m_run.model->config.d_ff);
        for (std::size_t at = 0; at < rows.size(); at += std::size_t(most)) {
            const std::size_t end = std::min(rows.size(), at + std::size_t(most));
            work.pieces.push_back(
                piece(encoded, {rows.begin() + std::ptrdiff_t(at), rows.begin() + std::ptrdiff_t(end)}));
        }
    }

    // One thread for one pass: other splits of the rows could round otherwise.
    Piece piece(const EncodedLines& encoded, std::vector<TokenRow> rows) const {
        const auto count = std::int64_t(rows.size());
        auto states = std::make_shared<Tensor>(Tensor::uninitialized({1, count, encoded.states->dim()}));
        auto tokens = std::make_shared<TokenBatch>();
        tokens->rows.emplace_back(rows.size());
        for (std::int64_t r = 0; r < count; ++r) {
            TokenRow& from = rows[std::size_t(r)];
            std::ranges::copy(encoded.states->row(from.row), states->row(r).begin());
            from.row = r;
        }
        ForwardOptions options = m_run.engine;
        options.threads = 1;
        options.stages = {Stage::Hidden};
        const auto snapshot = forward(m_run.model, tokens, states, m_run.edits, options, stop());
        return {snapshot->kept[std::size_t(Stage::Hidden)], std::move(rows)};
    }

    // A group is counted whole: at a stop, what is counted can be gone on with.
    void count(const Work& work) {
        ScannedFile& file = m_scan.files[work.file];
        for (const Piece& each : work.pieces)
            m_scan.add(*each.hidden, each.rows, {*work.tokens, file.name, work.group.numbers}, &m_pool);
        // `add` counts every row of the group with each piece.
        if (!work.pieces.empty())
            m_scan.sequences_seen +=
                work.group.begun - std::int64_t(work.pieces.size()) * work.tokens->batch();
        m_unsaved = true;
        file.done = work.group.end;
        file.lines = work.group.line_ends;
        if (work.tokens) m_since += work.tokens->tokens();
        if (m_since < m_run.chunk_tokens || !m_run.chunk_done) return;
        m_since = 0;
        m_unsaved = false;
        m_run.chunk_done(m_scan);
    }

    void report() const {
        std::int64_t done = 0;
        for (const ScannedFile& file : m_scan.files)
            done += file.done;
        if (m_progress.report) m_progress.report(done, std::max(done, m_total));
    }

    CorpusScan& m_scan;
    const CorpusRun& m_run;
    const Progress& m_progress;
    ThreadPool m_pool;
    std::size_t m_file = 0;
    std::optional<LineGroups> m_lines;
    std::int64_t m_total = 0, m_since = 0;
    bool m_unsaved = true; ///< also an empty scan is saved
};

} // namespace

void run_corpus(CorpusScan& scan, const CorpusRun& run, const Progress& progress) {
    scan.units.resize(std::size_t(run.model->config.d_ff));
    Runner(scan, run, progress).run();
}

ScannedFile file_to_scan(const std::string& name) {
    LineGroups(name, 0, 0); // says why it cannot be read
    ScannedFile file{.name = name};
    std::error_code error;
    file.size = std::int64_t(std::filesystem::file_size(name, error));
    if (error) throw Error(name, "has no size (" + error.message() + ")");
    return file;
}

} // namespace ffn
