#include "inner/i.h"
