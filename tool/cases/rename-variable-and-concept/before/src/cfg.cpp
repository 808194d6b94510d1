#include "cfg.h"

int cfg::limit = 12;
int cfg::State::current = 1;
