#include "old.h"
int f(){return 3;}
