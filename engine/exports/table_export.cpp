#include "engine/exports/table_export.h"
