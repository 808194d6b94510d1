#include "t.h"
__attribute__((used, section(".rodata.drivers"))) extern const Entry second = {2};
