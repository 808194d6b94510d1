#include "b2.h"
