#include "lib/measure.h"
#include "old/tools.h"
int main() { lib::Tool t; return t.longer({1}).value + t.grams() + old::twice(1) == 5 ? 0 : 1; }
