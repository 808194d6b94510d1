#ifdef AGAIN
#include "no.h"
#endif
#define AGAIN
