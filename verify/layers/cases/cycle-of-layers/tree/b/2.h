#include "../a/2.h"
