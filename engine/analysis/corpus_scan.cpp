#include "engine/analysis/corpus_scan.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace ffn {

namespace {

constexpr std::int64_t kUnitsPerBlock = 64;
constexpr std::int64_t kContext = 6; // tokens on either side

std::string words_between(const std::vector<Token>& row, std::int64_t first, std::int64_t last) {
    std::string text;
    for (std::int64_t i = std::max<std::int64_t>(0, first); i < std::min(last, std::int64_t(row.size())); ++i)
        text.append(text.empty() ? "" : " ").append(row[std::size_t(i)].text);
    return text;
}

/// Counts a range of units; ranges are independent, so threads share nothing.
class UnitCounter {
  public:
    UnitCounter(const CorpusScan& scan, const ScannedText& text) : m_scan(scan), m_text(text) {}

    void count(UnitTally& unit, float value, const TokenRow& at) const {
        value += 0.0f; // −0 as 0, or extremes would depend on the order
        const bool finite = std::isfinite(value);
        if (finite) {
            if (value != 0) unit.sum.add(value);
            unit.min = std::min(unit.min, value);
            unit.max = std::max(unit.max, value);
        } else {
            ++unit.nonfinite;
        }
        if (std::abs(value) <= m_scan.threshold) return; // NaN is active
        ++unit.active;
        ++unit.by_position[std::min(std::size_t(at.position), kCountedPositions - 1)];
        if (!unit.many_tokens) count(unit, token(at));
        if (!std::isnan(value)) offer(unit, value, at);
    }

  private:
    // A token given by its id has no text, but a name.
    static void count(UnitTally& unit, const Token& token) {
        if (!token.text.empty() || token.id < 0) return unit.count_token(token.text);
        std::string id = "#";
        unit.count_token(id += std::to_string(token.id));
    }

    const Token& token(const TokenRow& at) const {
        return m_text.tokens.rows[std::size_t(at.batch)][std::size_t(at.position)];
    }

    // The words are put together only for a token that enters the list.
    void offer(UnitTally& unit, float value, const TokenRow& at) const {
        const std::size_t most = m_scan.top_count;
        if (most == 0) return;
        if (unit.top.size() == most && std::abs(value) < std::abs(unit.top.back().value)) return;
        TopToken top;
        top.value = value, top.file = m_text.file, top.position = at.position;
        top.sequence = m_text.sequences.empty() ? m_scan.sequences_seen + at.batch
                                                : m_text.sequences[std::size_t(at.batch)];
        const auto place = std::ranges::lower_bound(unit.top, top, ranks_before);
        if (place == unit.top.end() && unit.top.size() == most) return;
        const auto& row = m_text.tokens.rows[std::size_t(at.batch)];
        top.token = token(at).text;
        top.before = words_between(row, at.position - kContext, at.position);
        top.after = words_between(row, at.position + 1, at.position + 1 + kContext);
        if (unit.top.size() == most) unit.top.pop_back(); // `place` is before it
        unit.top.insert(place, std::move(top));
    }

    const CorpusScan& m_scan;
    const ScannedText& m_text;
};

class Fingerprint {
  public:
    void add(std::uint64_t word) { m_hash = (m_hash ^ word) * 0x100000001b3U; }
    void add(const Tensor& tensor) {
        add(std::uint64_t(tensor.size()));
        for (const float v : tensor.values())
            add(std::bit_cast<std::uint32_t>(v));
    }
    // Row by row, so that half values stay half.
    void add(const WeightMatrix& matrix) {
        add(std::uint64_t(matrix.size()));
        std::vector<float> row(std::size_t(matrix.dim()));
        for (std::int64_t r = 0; r < matrix.rows(); ++r) {
            matrix.read(r, 1, row);
            for (const float v : row)
                add(std::bit_cast<std::uint32_t>(v));
        }
    }
    std::string text() const {
        char digits[17];
        std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(m_hash));
        return digits;
    }

  private:
    std::uint64_t m_hash = 0xcbf29ce484222325U;
};

[[noreturn]] void refuse(const std::string& what, const std::string& a, const std::string& b) {
    throw Error("two scans with different " + what + " (“" + a + "” and “" + b + "”) cannot be merged");
}

} // namespace

bool ScanSubject::same_as(const ScanSubject& other) const {
    ScanSubject here = *this;
    here.source = other.source;
    here.block = other.block;
    return here == other;
}

void CorpusScan::add(const Tensor& hidden, std::span<const TokenRow> rows, const ScannedText& text,
                     ThreadPool* pool, const Progress& progress) {
    if (units.empty()) units.resize(std::size_t(hidden.dim()));
    assert(std::int64_t(units.size()) == hidden.dim());
    const UnitCounter counter(*this, text);
    const auto block = [&](std::int64_t b) {
        const std::int64_t first = b * kUnitsPerBlock, last = std::min(first + kUnitsPerBlock, hidden.dim());
        for (const TokenRow& at : rows) {
            const float* values = hidden.row(at.row).data();
            for (std::int64_t u = first; u < last; ++u)
                counter.count(units[std::size_t(u)], values[u], at);
        }
    };
    const std::int64_t blocks = (hidden.dim() + kUnitsPerBlock - 1) / kUnitsPerBlock;
    ThreadPool alone(1);
    (pool ? *pool : alone).for_each_block(blocks, block, progress);
    for (const TokenRow& at : rows)
        ++positions_seen[std::min(std::size_t(at.position), kCountedPositions - 1)];
    tokens_seen += std::int64_t(rows.size());
    sequences_seen += text.tokens.batch();
}

void CorpusScan::add(const Snapshot& snapshot, ThreadPool* pool, const Progress& progress) {
    const Tensor& hidden = snapshot.stage(Stage::Hidden);
    const std::string no_file;
    add(hidden, token_rows(*snapshot.tokens, hidden.shape().len), {*snapshot.tokens, no_file, {}}, pool,
        progress);
}

void CorpusScan::merge(const CorpusScan& other) {
    const ScanSubject &a = subject, &b = other.subject;
    if (a.fingerprint != b.fingerprint) refuse("weights or edits", a.source, b.source);
    if (a.tokenizer != b.tokenizer) refuse("tokenisers", a.tokenizer, b.tokenizer);
    if (a.embedding != b.embedding) refuse("embeddings", a.embedding, b.embedding);
    if (a.positions != b.positions) refuse("positions", a.positions, b.positions);
    if (!a.same_as(b)) refuse("blocks", a.block, b.block);
    if (threshold != other.threshold)
        refuse("thresholds", std::to_string(threshold), std::to_string(other.threshold));
    if (top_count != other.top_count)
        refuse("numbers of top tokens", std::to_string(top_count), std::to_string(other.top_count));
    for (const ScannedFile& file : other.files)
        if (std::ranges::count(files, file.name, &ScannedFile::name) > 0)
            throw Error("both scans have read “" + file.name + "”; merged, it would count twice");
    if (units.empty()) units.resize(other.units.size());
    for (std::size_t u = 0; u < other.units.size(); ++u)
        units[u].merge(other.units[u], top_count);
    tokens_seen += other.tokens_seen;
    sequences_seen += other.sequences_seen;
    for (std::size_t i = 0; i < positions_seen.size(); ++i)
        positions_seen[i] += other.positions_seen[i];
    files.insert(files.end(), other.files.begin(), other.files.end());
    std::ranges::sort(files, {}, &ScannedFile::name);
}

std::string model_fingerprint(const FeedForward& model, const Edits& edits) {
    Fingerprint print;
    const FeedForwardConfig& c = model.config;
    for (const std::int64_t number : {c.d_model, c.d_ff, std::int64_t(c.activation), std::int64_t(c.norm),
                                      std::int64_t(c.placement), std::int64_t(c.gated)})
        print.add(std::uint64_t(number));
    print.add(std::bit_cast<std::uint64_t>(c.eps));
    for (const WeightMatrix* matrix : {&model.up, &model.gate, &model.down})
        print.add(*matrix);
    for (const Tensor* t :
         {&model.up_bias, &model.gate_bias, &model.down_bias, &model.norm_gain, &model.norm_bias})
        print.add(*t);
    if (has_second_norm(c)) { // nothing where there is none: older scans know of none
        print.add(model.second_gain);
        print.add(model.second_bias);
    }
    for (const std::int64_t unit : edits.ablated)
        print.add(std::uint64_t(unit));
    for (const auto& [unit, factor] : edits.scaled) {
        print.add(std::uint64_t(unit));
        print.add(std::bit_cast<std::uint32_t>(factor));
    }
    if (edits.threshold) print.add(std::bit_cast<std::uint32_t>(*edits.threshold));
    for (const auto& [unit, range] : edits.clamped) {
        print.add(std::uint64_t(unit));
        print.add(std::bit_cast<std::uint32_t>(range.min));
        print.add(std::bit_cast<std::uint32_t>(range.max));
    }
    return print.text();
}

ScanSubject scan_subject(const FeedForward& model, const Edits& edits) {
    ScanSubject subject;
    subject.source = model.source;
    subject.block = model.block;
    subject.fingerprint = model_fingerprint(model, edits);
    subject.d_model = model.config.d_model;
    subject.d_ff = model.config.d_ff;
    subject.activation = name(model.config.activation);
    return subject;
}

} // namespace ffn
