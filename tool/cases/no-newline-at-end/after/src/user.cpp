#include "other.h"
#include "pair.h"
First first; Second second;