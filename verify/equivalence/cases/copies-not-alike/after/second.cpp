#include "codes.h"

int second(int value) { return capacity(value); }
