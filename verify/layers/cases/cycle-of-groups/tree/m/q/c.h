#include "../p/d.h"
