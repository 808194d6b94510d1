#include "util.h"

// one() is from include/util.h; src/include/util.h is another file.
int main() { return one() - 1; }
