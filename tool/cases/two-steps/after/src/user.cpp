#include "old.h"
#include "thing.h"

int size(const old::Thing &thing, old::Rest) { return thing.size; }
