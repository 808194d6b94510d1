#include "lib/measure.h"
#include "old/tools.h"
int main() { return measure(longer({1})) + twice(1) == 4 ? 0 : 1; }
