#include "codes.h"

int first(int value) { return opcode(value) + capacity(value); }
