#include "base/util.h"

// one() is from include/base/util.h; src/include/util.h is another file.
int main() { return one() - 1; }
