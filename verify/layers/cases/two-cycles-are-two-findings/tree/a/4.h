#include "3.h"
