#include "../a/a.h"
