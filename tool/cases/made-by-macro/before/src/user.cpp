#include "m.h"

m::Made made;
