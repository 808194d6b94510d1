#include "../b/b.h"
