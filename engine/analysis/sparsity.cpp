#include "engine/analysis/sparsity.h"
