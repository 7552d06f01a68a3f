#include "engine/raster/strip_reducer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace ffn {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Larger {
    static float of(float a, float b) { return a < b ? b : a; }
};
struct Smaller {
    static float of(float a, float b) { return b < a ? b : a; }
};
struct LargerMagnitude {
    static float of(float a, float b) {
        const float high = a < b ? b : a;
        const float low = a < b ? a : b;
        return high >= -low ? high : low;
    }
};

// Built for several instruction sets, of which the loader takes the best; sanitizers do not go with that.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define FFN_EVERY_X86 __attribute__((target_clones("avx2", "default")))
#else
#define FFN_EVERY_X86
#endif

// NaN stands for «nothing here» and gives way to the other.
template <class Op>
float either(float a, float b) {
    const float both = Op::of(a, b);
    const float known = a != a ? b : a;
    return a != a || b != b ? known : both;
}

// `values` may lie ahead of `into` in the same array: each is read before it is written.
template <class Op>
inline __attribute__((always_inline)) void combine_with(float* into, const float* values, std::int64_t count,
                                                        bool all_finite) {
    if (all_finite) {
        for (std::int64_t i = 0; i < count; ++i)
            into[i] = Op::of(into[i], values[i]);
    } else {
        for (std::int64_t i = 0; i < count; ++i)
            into[i] = either<Op>(into[i], values[i]);
    }
}

FFN_EVERY_X86 void combine_larger(float* into, const float* values, std::int64_t count, bool all_finite) {
    combine_with<Larger>(into, values, count, all_finite);
}
FFN_EVERY_X86 void combine_smaller(float* into, const float* values, std::int64_t count, bool all_finite) {
    combine_with<Smaller>(into, values, count, all_finite);
}
FFN_EVERY_X86 void combine_magnitude(float* into, const float* values, std::int64_t count, bool all_finite) {
    combine_with<LargerMagnitude>(into, values, count, all_finite);
}

void combine(Reduction reduction, float* into, const float* values, std::int64_t count, bool all_finite) {
    switch (reduction) {
    case Reduction::Min:
        return combine_smaller(into, values, count, all_finite);
    case Reduction::Max:
        return combine_larger(into, values, count, all_finite);
    default:
        return combine_magnitude(into, values, count, all_finite);
    }
}

} // namespace

bool has_non_finite(const float* values, std::int64_t count) {
    std::uint32_t any = 0;
    for (std::int64_t i = 0; i < count; ++i)
        any |= (std::bit_cast<std::uint32_t>(values[i]) & 0x7f800000u) == 0x7f800000u;
    return any != 0;
}

std::uint8_t flag_of(float value) {
    if (std::isfinite(value)) return 0;
    if (std::isnan(value)) return kHasNaN;
    return value > 0 ? kHasPosInf : kHasNegInf;
}

void StripReducer::set_pixels(std::int64_t cells, std::vector<CellRange> pixels) {
    m_cells = cells;
    m_pixels = std::move(pixels);
    std::int64_t least = std::max<std::int64_t>(cells, 1), most = 1;
    for (const CellRange& p : m_pixels) {
        if (p.size() > 0) least = std::min(least, p.size());
        most = std::max(most, p.size());
    }
    m_window = std::int64_t(std::bit_floor(std::uint64_t(least)));
    const std::int64_t windows = (most + m_window - 1) / m_window;
    m_window_starts.clear();
    if (averages()) return;
    for (std::int64_t w = 0; w < windows; ++w)
        for (const CellRange& p : m_pixels)
            m_window_starts.push_back(
                std::int32_t(p.size() > 0 ? std::min(p.begin + w * m_window, p.end - m_window) : 0));
    m_gathered.resize(m_pixels.size());
}

void StripReducer::start() {
    m_empty = true;
    m_has_flags = m_uneven = false;
    m_rows = 0;
    m_flags.assign(std::size_t(m_cells), 0);
    if (averages()) {
        m_sum.assign(std::size_t(m_cells), 0.0);
        m_row_correction.assign(std::size_t(m_cells), 0.0);
    } else {
        m_extreme.resize(std::size_t(m_cells));
    }
}

void StripReducer::add(const Strip& strip) {
    if (strip.flags) {
        m_has_flags = true;
        for (std::int64_t i = 0; i < m_cells; ++i)
            m_flags[std::size_t(i)] |= strip.flags[i];
    }
    averages() ? add_mean(strip) : add_extreme(strip);
    m_empty = false;
}

void StripReducer::add_extreme(const Strip& strip) {
    float* into = m_extreme.data();
    if (m_empty) {
        std::copy_n(strip.values, m_cells, into);
        return;
    }
    combine(m_reduction, into, strip.values, m_cells, !m_has_flags);
}

void StripReducer::add_mean(const Strip& strip) {
    double* sum = m_sum.data();
    m_rows += strip.rows;
    if (!strip.flags) {
        for (std::int64_t i = 0; i < m_cells; ++i)
            sum[i] += strip.rows * double(strip.values[i]);
        return;
    }
    m_uneven = true;
    for (std::int64_t i = 0; i < m_cells; ++i) {
        m_row_correction[std::size_t(i)] += strip.counts[i] - strip.rows;
        if (strip.counts[i] > 0) sum[i] += strip.counts[i] * double(strip.values[i]);
    }
}

void StripReducer::narrow(std::int64_t cell, double factor) {
    if (!averages()) return;
    const auto i = std::size_t(cell);
    m_uneven = true;
    m_sum[i] *= factor;
    m_row_correction[i] = (m_rows + m_row_correction[i]) * factor - m_rows;
}

float StripReducer::mean(CellRange cells) const {
    double sum = 0, weight = m_rows * double(cells.size());
    for (std::int64_t i = cells.begin; i < cells.end; ++i)
        sum += m_sum[std::size_t(i)];
    if (m_uneven)
        for (std::int64_t i = cells.begin; i < cells.end; ++i)
            weight += m_row_correction[std::size_t(i)];
    // Weights are counts over a power of two; half of the least one parts «none» from rounding.
    return weight > 1e-9 * m_rows ? float(sum / weight) : kNaN;
}

void StripReducer::finish_extreme(float* values) {
    // Cell i takes in cell i + step, which still stands for itself only: it lies ahead.
    float* row = m_extreme.data();
    for (std::int64_t step = 1; step < m_window; step *= 2)
        combine(m_reduction, row, row + step, m_cells - step, !m_has_flags);
    const std::size_t n = m_pixels.size();
    for (std::size_t first = 0; first < m_window_starts.size(); first += n) {
        float* into = first == 0 ? values : m_gathered.data();
        for (std::size_t p = 0; p < n; ++p)
            into[p] = row[m_window_starts[first + p]];
        if (first > 0) combine(m_reduction, values, into, std::int64_t(n), !m_has_flags);
    }
    for (std::size_t p = 0; p < n; ++p)
        values[p] = m_pixels[p].size() > 0 ? values[p] : kNaN;
}

void StripReducer::finish(float* values, std::uint8_t* flags) {
    std::fill_n(flags, m_pixels.size(), std::uint8_t(0));
    if (m_empty || m_cells == 0) {
        std::fill_n(values, m_pixels.size(), kNaN);
        return;
    }
    if (m_has_flags)
        for (std::size_t p = 0; p < m_pixels.size(); ++p)
            for (std::int64_t i = m_pixels[p].begin; i < m_pixels[p].end; ++i)
                flags[p] |= m_flags[std::size_t(i)];
    if (!averages()) return finish_extreme(values);
    for (std::size_t p = 0; p < m_pixels.size(); ++p)
        values[p] = mean(m_pixels[p]);
}

} // namespace ffn
