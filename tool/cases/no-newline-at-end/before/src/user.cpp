#include "pair.h"
First first; Second second;