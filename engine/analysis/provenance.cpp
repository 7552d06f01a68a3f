#include "engine/analysis/provenance.h"
