#include "writer.h"

int main() { return lib::quoted("ab", 2) + lib::other(0); }
