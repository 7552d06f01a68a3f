#include "engine/model/block_finder.h"
