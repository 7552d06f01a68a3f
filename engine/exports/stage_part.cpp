#include "engine/exports/stage_part.h"

#include <numeric>

namespace ffn {

StagePart whole_stage(const Snapshot& snapshot, Stage stage) {
    StagePart part{stage, std::vector<std::int64_t>(std::size_t(snapshot.stage(stage).rows())),
                   std::vector<std::int64_t>(std::size_t(snapshot.stage(stage).dim()))};
    std::iota(part.rows.begin(), part.rows.end(), 0);
    std::iota(part.units.begin(), part.units.end(), 0);
    return part;
}

} // namespace ffn
