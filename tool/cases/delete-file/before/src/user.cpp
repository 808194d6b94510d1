#include "used.h"
Used used;
