int a = 4 //* a block comment in C90
#include "no.h"
*/ 2;
#include "yes1.h"
