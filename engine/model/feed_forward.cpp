#include "engine/model/feed_forward.h"
