#include "4.h"
