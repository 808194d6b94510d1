#include "../x/x.h"
