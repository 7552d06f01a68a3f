#include "engine/analysis/seriation.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace ffn {

namespace {

using Group = std::vector<std::int32_t>;

struct Edge {
    float length;
    std::int32_t a, b;
};

std::vector<float> coordinates_of(const PointSet& points, std::int64_t point) {
    std::vector<float> c(std::size_t(points.dims));
    for (std::int64_t d = 0; d < points.dims; ++d)
        c[std::size_t(d)] = points.at(d, point);
    return c;
}

float squared_distance(const PointSet& points, std::int32_t a, std::int32_t b) {
    float sum = 0;
    for (std::int64_t d = 0; d < points.dims; ++d) {
        const float by = points.at(d, a) - points.at(d, b);
        sum += by * by;
    }
    return sum;
}

/// Prim's way to a minimum spanning tree: always the point that is nearest to the tree so far. Points outside
/// it are kept together at the front of the arrays.
class SpanningTree {
  public:
    explicit SpanningTree(PointSet points)
        : m_points(std::move(points)), m_outside(std::size_t(m_points.count)),
          m_nearest(std::size_t(m_points.count), std::numeric_limits<float>::infinity()),
          m_by(std::size_t(m_points.count), 0), m_distance(std::size_t(m_points.count)) {
        std::iota(m_outside.begin(), m_outside.end(), 0);
    }

    std::vector<Edge> edges(const Progress& progress) {
        std::vector<Edge> found;
        std::int32_t last = take(0);
        while (!m_outside.empty()) {
            progress.check();
            measure(last);
            const auto next =
                std::min_element(m_nearest.begin(), m_nearest.begin() + std::ptrdiff_t(m_outside.size())) -
                m_nearest.begin();
            const Edge edge{m_nearest[std::size_t(next)], m_by[std::size_t(next)],
                            m_outside[std::size_t(next)]};
            found.push_back(edge);
            last = take(std::size_t(next));
            if (progress.report) progress.report(std::int64_t(found.size()), m_points.count);
        }
        return found;
    }

  private:
    // The point leaves the arrays, the last one takes its place.
    std::int32_t take(std::size_t place) {
        m_taken = coordinates_of(m_points, std::int64_t(place));
        const std::int32_t point = m_outside[place];
        const std::size_t end = m_outside.size() - 1;
        for (std::int64_t d = 0; d < m_points.dims; ++d) {
            float* row = m_points.coordinates.data() + d * m_points.count;
            row[place] = row[end];
        }
        m_outside[place] = m_outside[end];
        m_nearest[place] = m_nearest[end];
        m_by[place] = m_by[end];
        m_outside.pop_back();
        return point;
    }

    void measure(std::int32_t from) {
        const std::size_t n = m_outside.size();
        std::fill_n(m_distance.begin(), n, 0.0f);
        for (std::int64_t d = 0; d < m_points.dims; ++d) {
            const float* row = m_points.coordinates.data() + d * m_points.count;
            const float at = m_taken[std::size_t(d)];
            for (std::size_t i = 0; i < n; ++i)
                m_distance[i] += (row[i] - at) * (row[i] - at);
        }
        for (std::size_t i = 0; i < n; ++i) {
            if (m_distance[i] >= m_nearest[i]) continue;
            m_nearest[i] = m_distance[i];
            m_by[i] = from;
        }
    }

    PointSet m_points;
    std::vector<std::int32_t> m_outside; // true numbers of the points not in the tree
    std::vector<float> m_nearest;        // squared distance of each to the tree …
    std::vector<std::int32_t> m_by;      // … and to which point of it
    std::vector<float> m_distance, m_taken;
};

void join(const PointSet& points, Group& a, Group& b) {
    const float ends[] = {
        squared_distance(points, a.back(), b.front()), squared_distance(points, a.back(), b.back()),
        squared_distance(points, a.front(), b.front()), squared_distance(points, a.front(), b.back())};
    const auto best = std::min_element(std::begin(ends), std::end(ends)) - std::begin(ends);
    if (best >= 2) std::reverse(a.begin(), a.end());
    if (best % 2 == 1) std::reverse(b.begin(), b.end());
    a.insert(a.end(), b.begin(), b.end());
    Group().swap(b);
}

} // namespace

std::vector<std::int32_t> seriate(PointSet points, const Progress& progress) {
    if (points.count == 0) return {};
    std::vector<Edge> edges = SpanningTree(points).edges(progress);
    std::ranges::stable_sort(edges, {}, &Edge::length);
    std::vector<Group> groups(std::size_t(points.count));
    std::vector<std::int32_t> group_of(std::size_t(points.count));
    for (std::int32_t i = 0; i < std::int32_t(points.count); ++i) {
        groups[std::size_t(i)] = {i};
        group_of[std::size_t(i)] = i;
    }
    for (const Edge& e : edges) {
        progress.check();
        std::int32_t a = group_of[std::size_t(e.a)], b = group_of[std::size_t(e.b)];
        if (groups[std::size_t(a)].size() < groups[std::size_t(b)].size()) std::swap(a, b);
        for (const std::int32_t moved : groups[std::size_t(b)])
            group_of[std::size_t(moved)] = a;
        join(points, groups[std::size_t(a)], groups[std::size_t(b)]);
    }
    return groups[std::size_t(group_of[0])];
}

} // namespace ffn
