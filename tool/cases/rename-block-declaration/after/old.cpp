#include "old.h"
int gg=4;
int kk(){return 2;}
