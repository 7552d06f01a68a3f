#include "engine/forward/forward.h"
