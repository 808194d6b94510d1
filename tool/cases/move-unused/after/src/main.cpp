#include "tools.h"

int main() { return tools::once(0); }
