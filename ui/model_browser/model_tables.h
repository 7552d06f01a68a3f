#pragma once

#include "engine/analysis/table.h"
#include "engine/core/progress.h"
#include "engine/model/block_finder.h"

#include <QStringList>

#include <vector>

namespace ffn::ui {

/// What of a block is not in the listing and takes reading to know.
struct BlockFacts {
    std::int64_t parameters = 0;
    std::string dtypes;    ///< of its matrices, "BF16" or "F32 F16"
    double gain_norm = -1; ///< ‖gain‖ of its norm as it is applied; −1 where it has none
};

/// One for each block of the listing; reads the gains. Throws Error, Stopped.
std::vector<BlockFacts> blockFacts(const TensorArchive& archive, const ModelListing& listing,
                                   const Progress& progress = {});

/// A row a block, in the listing's order; without facts those cells are empty.
Table blocksTable(const ModelListing& listing, const std::vector<BlockFacts>& facts);
/// A row a tensor, in the file's order, with the blocks it is a part of.
Table tensorsTable(const TensorArchive& archive, const ModelListing& listing);

/// What the columns of the two are called on the screen.
QStringList blockHeaders();
QStringList tensorHeaders();

} // namespace ffn::ui
