#include "cfg.h"

int cfg::maximum = 12;
int cfg::State::active = 1;
