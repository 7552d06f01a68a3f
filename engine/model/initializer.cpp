#include "engine/model/initializer.h"
