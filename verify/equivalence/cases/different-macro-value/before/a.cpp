#include "config.h"
int queue[QUEUE];
