#include "engine/tokens/embedding.h"
