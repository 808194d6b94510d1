#include "../c/c.h"
