// Compiled once for each instruction set, with FFN_ISA naming it. No function with external linkage may come
// out of here that another source could share, or the linker could hand a plain processor code that it cannot
// run: Eigen is therefore given a name of its own, and the loops below use plain pointers.
#include "engine/forward/isa_vectors.h"

#define Eigen FFN_JOIN(Eigen_, FFN_ISA)
#include <Eigen/Core>

#define FFN_TEXT_(a) #a
#define FFN_TEXT(a) FFN_TEXT_(a)

namespace ffn::FFN_NAMESPACE {

namespace {

void product(const float* x, std::ptrdiff_t x_stride, std::ptrdiff_t rows, const float* w,
             std::ptrdiff_t inputs, std::ptrdiff_t outputs, float* y, std::ptrdiff_t y_stride) {
    using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using In = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;
    using Out = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;
    const In a(x, rows, inputs, Eigen::OuterStride<>(x_stride)),
        b(w, outputs, inputs, Eigen::OuterStride<>(inputs));
    Out c(y, rows, outputs, Eigen::OuterStride<>(y_stride));
    c.noalias() = a * b.transpose();
}

// Sums of `Rows` × `Outputs` dot products side by side: as many as the registers hold, so that each vector
// that is loaded is used several times.
constexpr int kMostRows = kWidth == 16 ? 6 : 4, kOutputs = kWidth == 16 ? 4 : 2;

template <int Rows, int Outputs>
FFN_INLINE void dot_group(const float* x, std::ptrdiff_t x_stride, const float* w, std::ptrdiff_t inputs,
                          float* y, std::ptrdiff_t y_stride) {
    Floats sums[Rows][Outputs] = {};
    std::ptrdiff_t i = 0;
    for (; i + kWidth <= inputs; i += kWidth) {
        Floats v[Outputs];
        for (int o = 0; o < Outputs; ++o)
            v[o] = load<Floats>(w + o * inputs + i);
        for (int r = 0; r < Rows; ++r) {
            const Floats u = load<Floats>(x + r * x_stride + i);
            for (int o = 0; o < Outputs; ++o)
                sums[r][o] += u * v[o];
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int o = 0; o < Outputs; ++o) {
            double sum = total<Floats>(sums[r][o]);
            for (std::ptrdiff_t k = i; k < inputs; ++k)
                sum += double(w[o * inputs + k] * x[r * x_stride + k]);
            y[r * y_stride + o] = float(sum);
        }
}

template <int Outputs>
FFN_INLINE void dot_rows(const float* x, std::ptrdiff_t x_stride, std::ptrdiff_t rows, const float* w,
                         std::ptrdiff_t inputs, float* y, std::ptrdiff_t y_stride) {
    // Equal groups: ten rows are five and five, not six and four.
    const std::ptrdiff_t groups = (rows + kMostRows - 1) / kMostRows;
    for (std::ptrdiff_t g = 0, r = 0; g < groups; ++g) {
        const std::ptrdiff_t n = (rows - r + groups - g - 1) / (groups - g);
        const float* const xs = x + r * x_stride;
        float* const ys = y + r * y_stride;
        if (n == 1) dot_group<1, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
        if (n == 2) dot_group<2, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
        if (n == 3) dot_group<3, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
        if (n == 4) dot_group<4, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
        if constexpr (kMostRows > 4) {
            if (n == 5) dot_group<5, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
            if (n == 6) dot_group<6, Outputs>(xs, x_stride, w, inputs, ys, y_stride);
        }
        r += n;
    }
}

void few_rows(const float* x, std::ptrdiff_t x_stride, std::ptrdiff_t rows, const float* w,
              std::ptrdiff_t inputs, std::ptrdiff_t outputs, float* y, std::ptrdiff_t y_stride) {
    std::ptrdiff_t o = 0;
    for (; o + kOutputs <= outputs; o += kOutputs)
        dot_rows<kOutputs>(x, x_stride, rows, w + o * inputs, inputs, y + o, y_stride);
    for (; o < outputs; ++o)
        dot_rows<1>(x, x_stride, rows, w + o * inputs, inputs, y + o, y_stride);
}

void sparse_row(const float* values, const std::int32_t* index, std::ptrdiff_t count, const float* panel,
                float* y) {
    constexpr int kSums = 8; // as many running sums as hide the latency of one addition
    for (std::ptrdiff_t c = 0; c < kPanelColumns; c += kSums * kWidth) {
        Floats sums[kSums] = {};
        for (std::ptrdiff_t k = 0; k < count; ++k) {
            const float* w = panel + index[k] * kPanelColumns + c;
            const float v = values[k];
            for (int s = 0; s < kSums; ++s)
                sums[s] += v * load<Floats>(w + s * kWidth);
        }
        for (int s = 0; s < kSums; ++s)
            store(y + c + s * kWidth, sums[s]);
    }
}

// Every value is written, and the place only moves on past one that counts: no branch to mispredict.
std::ptrdiff_t nonzeros(const float* x, std::ptrdiff_t n, float* values, std::int32_t* index) {
    std::ptrdiff_t count = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        values[count] = x[i];
        index[count] = std::int32_t(i);
        count += x[i] != 0.0f;
    }
    return count;
}

void add(const float* a, const float* b, float* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
        y[i] = a[i] + b[i];
}

// False for NaN, which therefore passes.
void relu(const float* x, float* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
        y[i] = x[i] <= 0.0f ? 0.0f : x[i];
}

void multiply(const float* a, const float* b, float* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
        y[i] = a[i] * b[i];
}

void standardize(const float* x, std::ptrdiff_t n, double mean, double factor, float* y) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
        y[i] = float((double(x[i]) - mean) * factor);
}

RowMoments moments(const float* x, std::ptrdiff_t n) {
    const double first = double(x[0]);
    Floats low = Floats{} + x[0], high = low;
    Ints zeros{}, bad{};
    Doubles sum_a{}, sum_b{}, squares_a{}, squares_b{};
    std::ptrdiff_t i = 0;
    for (; i + kWidth <= n; i += kWidth) {
        const Floats v = load<Floats>(x + i);
        low = v < low ? v : low;
        high = v > high ? v : high;
        zeros -= v == Floats{};
        bad -= (v - v) != Floats{}; // Inf − Inf is NaN, and NaN is unequal to all
        const Doubles a = wide(x + i) - first, b = wide(x + i + kHalf) - first;
        sum_a += a, sum_b += b;
        squares_a += a * a, squares_b += b * b;
    }
    RowMoments m{x[0], x[0], 0, 0, total<Doubles>(sum_a + sum_b), total<Doubles>(squares_a + squares_b)};
    for (std::ptrdiff_t l = 0; l < kWidth; ++l) {
        m.min = low[l] < m.min ? low[l] : m.min;
        m.max = high[l] > m.max ? high[l] : m.max;
        m.zeros += zeros[l];
        m.nonfinite += bad[l];
    }
    for (; i < n; ++i) {
        const double d = double(x[i]) - first;
        m.min = x[i] < m.min ? x[i] : m.min;
        m.max = x[i] > m.max ? x[i] : m.max;
        m.zeros += x[i] == 0.0f;
        m.nonfinite += !(x[i] - x[i] == 0.0f);
        m.shifted_sum += d;
        m.shifted_squares += d * d;
    }
    return m;
}

template <class Term>
FFN_INLINE double lane_sum(const float* x, std::ptrdiff_t n, Term term) {
    Doubles a{}, b{};
    std::ptrdiff_t i = 0;
    for (; i + kWidth <= n; i += kWidth) {
        a += term(wide(x + i));
        b += term(wide(x + i + kHalf));
    }
    double sum = total<Doubles>(a + b);
    for (; i < n; ++i)
        sum += term(Doubles{} + double(x[i]))[0];
    return sum;
}

double sum(const float* x, std::ptrdiff_t n) {
    return lane_sum(x, n, [](const Doubles& v) { return v; });
}

double squares(const float* x, std::ptrdiff_t n, double mean) {
    return lane_sum(x, n, [mean](const Doubles& v) {
        const Doubles d = v - mean;
        return d * d;
    });
}

} // namespace

extern const Kernels kKernels;
const Kernels kKernels{FFN_TEXT(FFN_ISA), product, few_rows,    sparse_row, nonzeros, add,    relu,
                       multiply,          curve,   standardize, moments,    sum,      squares};

} // namespace ffn::FFN_NAMESPACE
