#include "lib/measure.h"
#include "old/tools.h"
int main() { return lib::measure(lib::longer({1})) + old::heavier({1}).value == 4 ? 0 : 1; }
