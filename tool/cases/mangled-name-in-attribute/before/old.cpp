#include "old.h"
int impl(){return 3;}
int exported() __attribute__((alias("_Z4implv")));
