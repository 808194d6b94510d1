#pragma once
#ifdef TWICE
#include "no.h"
#endif
#define TWICE
#include "yes3.h"
