// Measures.
#include "lib/measure.h"

using namespace units;

int measure(units::Length length) { return length.value; }

Length longer(Length length) { return {length.value + 1}; }
