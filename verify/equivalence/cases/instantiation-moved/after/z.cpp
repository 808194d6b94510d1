#include "h.h"

template long twice(long);
