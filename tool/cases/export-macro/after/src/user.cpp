#include "handle.h"

int number() { return api::open("A").number; }
