#include "engine/formats/tensor_archive.h"
