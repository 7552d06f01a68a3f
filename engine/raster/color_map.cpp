#include "engine/raster/color_map.h"
