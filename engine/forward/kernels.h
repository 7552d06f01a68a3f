#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ffn {

/// Sums over a row, around its first value: shifted sums in double stay exact to about n²·2⁻⁵³ of the
/// variance, because that value is one of the row's own (Chan, Golub, LeVeque 1983).
struct RowMoments {
    float min, max; ///< of a row without NaN
    std::int64_t zeros;
    std::int64_t nonfinite; ///< NaN, +Inf and −Inf
    double shifted_sum;     ///< Σ(x − x₀)
    double shifted_squares; ///< Σ(x − x₀)²
};

/// Columns of one panel of a transposed weight matrix; see Kernels::sparse_row.
inline constexpr std::int64_t kPanelColumns = 128;

/// The activations that are no simple comparison; engine/forward/activation.h has their formulas.
enum class Curve { Gelu, GeluTanh, Silu, QuickGelu };

/// The inner loops, compiled once for each instruction set; all give the same values but for the order of
/// float additions. Rows need no alignment.
struct Kernels {
    const char* name; ///< "avx512", "avx2" or "baseline"

    /// y[r, 0 … outputs) = x[r]·wᵀ: w is [outputs, inputs] without gaps, x and y have strides. Eigen's
    /// product.
    void (*product)(const float* x, std::ptrdiff_t x_stride, std::ptrdiff_t rows, const float* w,
                    std::ptrdiff_t inputs, std::ptrdiff_t outputs, float* y, std::ptrdiff_t y_stride);
    /// The same for a few rows x, which only wait for the weights.
    void (*few_rows)(const float* x, std::ptrdiff_t x_stride, std::ptrdiff_t rows, const float* w,
                     std::ptrdiff_t inputs, std::ptrdiff_t outputs, float* y, std::ptrdiff_t y_stride);
    /// y[0 … kPanelColumns) = Σ values[k]·panel[index[k]]; the panel is [inputs, kPanelColumns].
    void (*sparse_row)(const float* values, const std::int32_t* index, std::ptrdiff_t count,
                       const float* panel, float* y);
    /// Writes the values that are not zero and where they are; returns how many. Both have room for n.
    std::ptrdiff_t (*nonzeros)(const float* x, std::ptrdiff_t n, float* values, std::int32_t* index);

    void (*add)(const float* a, const float* b, float* y, std::ptrdiff_t n);      ///< y = a + b
    void (*relu)(const float* x, float* y, std::ptrdiff_t n);                     ///< NaN stays NaN
    void (*multiply)(const float* a, const float* b, float* y, std::ptrdiff_t n); ///< y = a·b
    /// y = curve(x), in double and rounded once; x and y may be the same.
    void (*curve)(Curve curve, const float* x, float* y, std::ptrdiff_t n);
    /// y = (x − mean)·factor in double, rounded once.
    void (*standardize)(const float* x, std::ptrdiff_t n, double mean, double factor, float* y);

    RowMoments (*moments)(const float* x, std::ptrdiff_t n);
    double (*sum)(const float* x, std::ptrdiff_t n);
    double (*squares)(const float* x, std::ptrdiff_t n, double mean); ///< Σ(x − mean)²
};

/// Those that run on this processor, fastest first.
std::span<const Kernels* const> available_kernels();
/// The fastest.
const Kernels& kernels();

} // namespace ffn
