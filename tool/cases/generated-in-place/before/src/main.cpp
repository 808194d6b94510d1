#include "names.h"
int main() { return twice(5) == 2 ? 0 : 1; }
