#include "old.h"
int g=4;
