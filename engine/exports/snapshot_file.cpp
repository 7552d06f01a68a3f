#include "engine/exports/snapshot_file.h"
