#pragma once

#include "engine/forward/snapshot.h"

#include <memory>

namespace ffn::ui {

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace ffn::ui
