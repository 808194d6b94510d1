#include "pool.h"

int pool::Pool::used = 7;

bool pool::Pool::full() { return used == Limit; }
