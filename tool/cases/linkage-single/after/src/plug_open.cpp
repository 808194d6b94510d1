#include "plug_open.h"

extern "C" int plug_open(int number) { return number + 1; }
int plug_level = 4;
