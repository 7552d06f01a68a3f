#include "engine/forward/stage_summary.h"
