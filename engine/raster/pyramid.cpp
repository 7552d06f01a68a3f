#include "engine/raster/pyramid.h"
