#include "../y/y.h"
#include "own.h"
