#include "dev.h"

extern "C" {

int dev_open(int number) { return number + 1; }

void dev_close(int) {}

}
