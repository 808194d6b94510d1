#include "api.h"

int number() { return api::open("A").number; }
