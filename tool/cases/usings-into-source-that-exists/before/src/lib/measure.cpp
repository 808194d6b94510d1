// Measures.
#include "lib/measure.h"

int measure(units::Length length) { return length.value; }
