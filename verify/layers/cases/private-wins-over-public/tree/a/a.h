#include "../b/x.h"
