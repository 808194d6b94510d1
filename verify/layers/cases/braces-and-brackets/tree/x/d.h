#include "../y/b.h"
