#include "old.h"

int size(const old::Thing &thing, old::Rest) { return thing.size; }
