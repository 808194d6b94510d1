#include "plug.h"

extern "C" int plug_close(int number) { return number - 1; }
