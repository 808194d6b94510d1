#include "../top/t.h"
