#include "engine/tokens/tokenizer.h"
