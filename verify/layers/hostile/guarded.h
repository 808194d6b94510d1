#ifndef GUARDED_H
#define GUARDED_H
#ifdef SECOND
#include "yes2.h"
#else
#include "yes1.h"
#endif
#endif
