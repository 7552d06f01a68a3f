#include "engine/analysis/residual.h"
