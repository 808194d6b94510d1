#include "2.h"
