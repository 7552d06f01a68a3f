#pragma once

#include "engine/core/progress.h"

#include <cstdint>
#include <vector>

namespace ffn {

/// `count` points of `dims` coordinates, a coordinate of all points after the other: [dims][count].
struct PointSet {
    std::int64_t dims = 0, count = 0;
    std::vector<float> coordinates{};
    float at(std::int64_t dim, std::int64_t point) const {
        return coordinates[std::size_t(dim * count + point)];
    }
};

/// An order in which near points are side by side: the leaves of their single-linkage tree (the shortest
/// edges of the minimum spanning tree join groups first), each two groups joined at those of their four ends
/// that are nearest. So a group that is apart from all others stays together. Deterministic. O(count² ·
/// dims); needs finite coordinates. Throws Stopped.
std::vector<std::int32_t> seriate(PointSet points, const Progress& progress = {});

} // namespace ffn
