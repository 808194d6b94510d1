#include "../yes1.h"
