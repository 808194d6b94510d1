#include "1.h"
