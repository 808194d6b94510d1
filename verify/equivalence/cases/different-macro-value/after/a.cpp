#include "config.h"
#undef QUEUE
#define QUEUE 8
int queue[QUEUE];
