#pragma once

// All that can be written of a snapshot.
#include "engine/exports/csv_export.h"
#include "engine/exports/npy_export.h"
#include "engine/exports/snapshot_file.h"
