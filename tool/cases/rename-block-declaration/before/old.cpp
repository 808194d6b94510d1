#include "old.h"
int g=4;
int k(){return 2;}
