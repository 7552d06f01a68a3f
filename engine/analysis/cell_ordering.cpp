#include "engine/analysis/cell_ordering.h"

#include "engine/analysis/seriation.h"
#include "engine/core/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>
#include <string>

namespace ffn {

namespace {

constexpr double kOperations = 2e9; // of comparing all with all, or of a projection: a second or two
constexpr std::int64_t kFewestDims = 16;
constexpr std::int64_t kMostListed = 1'000'000;

using Order = std::vector<std::int32_t>;

/// The rows of a stage or its columns, read as lines of cells that are to be put in order.
struct Lines {
    const Tensor& values;
    const TokenBatch& tokens;
    bool units;

    std::int64_t count() const { return units ? values.dim() : values.rows(); }
    bool is_padding(std::int64_t row) const {
        const std::int64_t len = values.shape().len;
        return tokens.is_padding(row / len, row % len);
    }
    // Calls body(line, place along it, value) for every real cell, in the order of memory.
    template <class Body>
    void for_each_cell(const Progress& progress, Body body) const {
        std::int64_t real = 0;
        for (std::int64_t r = 0; r < values.rows(); ++r) {
            if (is_padding(r)) continue;
            progress.check();
            const float* row = values.row(r).data();
            for (std::int64_t u = 0; u < values.dim(); ++u)
                units ? body(u, real, row[u]) : body(r, u, row[u]);
            ++real;
        }
    }
    std::int64_t length() const { return units ? tokens.tokens() : values.dim(); }
};

// Largest score first, equal ones as they were; NaN, of lines without a score, last.
Order sorted(const std::vector<double>& scores) {
    Order order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) {
        const double x = scores[std::size_t(a)], y = scores[std::size_t(b)];
        return std::isnan(x) ? false : std::isnan(y) || x > y;
    });
    return order;
}

std::vector<double> scores(const Lines& lines, bool activity, const Progress& progress) {
    std::vector<double> sum(std::size_t(lines.count())), seen(sum.size());
    lines.for_each_cell(progress, [&](std::int64_t line, std::int64_t, float value) {
        if (!std::isfinite(value)) return;
        sum[std::size_t(line)] += activity ? double(value != 0) : double(value);
        seen[std::size_t(line)] += 1;
    });
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] /= seen[i]; // nothing seen: NaN
    return sum;
}

bool has_negative(const Lines& lines, const Progress& progress) {
    bool negative = false;
    lines.for_each_cell(progress, [&](auto, auto, float value) { negative |= value < 0; });
    return negative;
}

/// What lines do, one after the other in a row of `dims` coordinates: exactly, or in a random projection.
class Patterns {
  public:
    Patterns(const Lines& lines, const Progress& progress) : m_lines(lines), m_progress(progress) {
        m_binary = !has_negative(lines, progress);
        const double n = double(lines.count());
        const auto comparable = std::int64_t(2 * kOperations / (n * n));
        const auto projectable = std::int64_t(kOperations / (n * double(lines.length() + 1)));
        m_exact = lines.length() <= std::max(kFewestDims, comparable);
        m_points.dims = m_exact ? lines.length() : std::max(kFewestDims, std::min(comparable, projectable));
    }

    /// Centred and of length 1; `order` gets the lines that vary, `constant` the others.
    PointSet points(Order& varying, Order& constant) {
        measure();
        for (std::int32_t i = 0; i < std::int32_t(m_lines.count()); ++i)
            (m_spread[std::size_t(i)] > 0 ? varying : constant).push_back(i);
        std::vector<std::int32_t> place(std::size_t(m_lines.count()), -1);
        for (std::size_t i = 0; i < varying.size(); ++i)
            place[std::size_t(varying[i])] = std::int32_t(i);
        m_points.count = std::int64_t(varying.size());
        m_points.coordinates.assign(std::size_t(m_points.dims * m_points.count), 0);
        m_lines.for_each_cell(m_progress, [&](std::int64_t line, std::int64_t at, float value) {
            const std::int32_t point = place[std::size_t(line)];
            if (point >= 0)
                add(point, at,
                    float((number(value) - m_mean[std::size_t(line)]) / m_spread[std::size_t(line)]));
        });
        return std::move(m_points);
    }

  private:
    double number(float value) const {
        if (!std::isfinite(value)) return 0;
        return m_binary ? double(value != 0) : double(value);
    }

    void measure() {
        const auto n = std::size_t(m_lines.count());
        m_mean.assign(n, 0);
        m_spread.assign(n, 0);
        const double length = double(std::max<std::int64_t>(m_lines.length(), 1));
        m_lines.for_each_cell(m_progress, [&](std::int64_t line, auto, float value) {
            m_mean[std::size_t(line)] += number(value) / length;
        });
        m_lines.for_each_cell(m_progress, [&](std::int64_t line, auto, float value) {
            const double by = number(value) - m_mean[std::size_t(line)];
            m_spread[std::size_t(line)] += by * by;
        });
        // A spread of rounding errors is none.
        for (std::size_t i = 0; i < n; ++i)
            m_spread[i] =
                m_spread[i] > 1e-24 * length * (1 + m_mean[i] * m_mean[i]) ? std::sqrt(m_spread[i]) : 0;
    }

    void add(std::int32_t point, std::int64_t at, float value) {
        float* to = m_points.coordinates.data() + point;
        if (m_exact) {
            to[at * m_points.count] = value;
            return;
        }
        const std::vector<float>& signs = signs_of(at);
        for (std::int64_t d = 0; d < m_points.dims; ++d)
            to[d * m_points.count] += signs[std::size_t(d)] * value;
    }

    // Cells come place by place along units and line by line along rows: kept for the first, cheap for both.
    const std::vector<float>& signs_of(std::int64_t at) {
        if (m_signs.empty()) m_signs.resize(std::size_t(m_lines.length()));
        std::vector<float>& signs = m_signs[std::size_t(at)];
        if (!signs.empty()) return signs;
        std::mt19937 random{std::uint32_t(at)};
        const float size = 1 / std::sqrt(float(m_points.dims));
        for (std::int64_t d = 0; d < m_points.dims; ++d)
            signs.push_back(random() & 1 ? size : -size);
        return signs;
    }

    const Lines& m_lines;
    const Progress& m_progress;
    bool m_binary = false, m_exact = true;
    PointSet m_points;
    std::vector<double> m_mean, m_spread;
    std::vector<std::vector<float>> m_signs;
};

Order alike(const Lines& lines, const Progress& progress) {
    Order varying, constant;
    PointSet points = Patterns(lines, progress).points(varying, constant);
    Order order;
    for (const std::int32_t i : seriate(std::move(points), progress))
        order.push_back(varying[std::size_t(i)]);
    order.insert(order.end(), constant.begin(), constant.end());
    return order;
}

Order chosen_first(std::int64_t count, std::span<const std::int64_t> chosen) {
    Order order;
    std::vector<bool> taken(static_cast<std::size_t>(count));
    const auto take = [&](std::int64_t i) {
        if (i < 0 || i >= count || taken[std::size_t(i)]) return;
        taken[std::size_t(i)] = true;
        order.push_back(std::int32_t(i));
    };
    std::ranges::for_each(chosen, take);
    for (std::int64_t i = 0; i < count; ++i)
        take(i);
    return order;
}

Order order_of(const Lines& lines, OrderBy by, std::span<const std::int64_t> chosen,
               const Progress& progress) {
    switch (by) {
    case OrderBy::Activity:
        return sorted(scores(lines, true, progress));
    case OrderBy::Mean:
        return sorted(scores(lines, false, progress));
    case OrderBy::Alike:
        return alike(lines, progress);
    case OrderBy::Chosen:
        return chosen_first(lines.count(), chosen);
    case OrderBy::Number:
        break;
    }
    return {};
}

std::int64_t parse_number(std::string_view part, std::string_view text) {
    while (!part.empty() && part.front() == ' ')
        part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ')
        part.remove_suffix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size() || number < 0)
        throw Error("\"" + std::string(text) + "\" is no list of numbers; give one like 12, 55-60, 7");
    return number;
}

} // namespace

std::vector<std::int32_t> order_of_units(const Tensor& values, const TokenBatch& tokens, OrderBy by,
                                         std::span<const std::int64_t> chosen, const Progress& progress) {
    return order_of({values, tokens, true}, by, chosen, progress);
}

std::vector<std::int32_t> order_of_rows(const Tensor& values, const TokenBatch& tokens, OrderBy by,
                                        std::span<const std::int64_t> chosen, const Progress& progress) {
    const Lines lines{values, tokens, false};
    Order order = order_of(lines, by, chosen, progress);
    std::stable_partition(order.begin(), order.end(),
                          [&](std::int32_t row) { return !lines.is_padding(row); });
    return order;
}

std::vector<std::int64_t> parse_numbers(std::string_view text) {
    std::vector<std::int64_t> numbers;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = rest.substr(0, comma);
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        const std::size_t dash = part.find('-');
        const std::int64_t first = parse_number(part.substr(0, dash), text);
        const std::int64_t last =
            dash == std::string_view::npos ? first : parse_number(part.substr(dash + 1), text);
        if (last < first || last - first >= kMostListed ||
            std::int64_t(numbers.size()) + last - first >= kMostListed)
            throw Error("\"" + std::string(text) + "\": " + std::to_string(first) + "-" +
                        std::to_string(last) + " runs backwards or is too long");
        for (std::int64_t i = first; i <= last; ++i)
            numbers.push_back(i);
    }
    return numbers;
}

} // namespace ffn
