#include "old/tools.h"
int main() { return longer({1}).value + twice(1) == 4 ? 0 : 1; }
