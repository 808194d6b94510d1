#include "base/util.h"

#include <cstdio>

int main() { std::printf("%zu %d\n", base::count("four"), base::Few); }
