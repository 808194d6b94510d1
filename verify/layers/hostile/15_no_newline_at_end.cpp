#include "yes1.h"
#include "yes2.h"