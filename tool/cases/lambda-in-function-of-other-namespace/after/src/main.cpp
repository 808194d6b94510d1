#include "quoted.h"
#include "writer.h"

int main() { return lib::moved::quoted("ab", 2) + lib::other(0); }
