#include "reset.h"

extern "C" {

int dev_reset(int number) { return -number; }

}
