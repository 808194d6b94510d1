#include "../b/1.h"
