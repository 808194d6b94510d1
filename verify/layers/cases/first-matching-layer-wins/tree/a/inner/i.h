#include "../a.h"
