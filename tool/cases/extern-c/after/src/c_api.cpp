#include "c_api.h"

extern "C" int c_close(int number) { return -number; }
