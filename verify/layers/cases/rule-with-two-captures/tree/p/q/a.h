#include "../../s/q/b.h"
#include "../../s/t/c.h"
