#include "properties.h"

int helper() { return lib::properties(); }
