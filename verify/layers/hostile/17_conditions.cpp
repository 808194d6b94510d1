#define A 2
#if defined A && (A + 1) * 2 == 6 && !defined(B)
#include "yes1.h"
#elif 1
#include "no.h"
#else
#include "no.h"
#endif
#ifdef B
#include "no.h"
#elif A > 1 ? 0 : 1
#include "no.h"
#elif -1 > 0u
#include "yes2.h"
#endif
#ifndef A
#include "no.h"
#endif
#if 0 && (1/0)
#include "no.h"
#endif
