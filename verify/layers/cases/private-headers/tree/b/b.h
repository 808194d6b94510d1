#include "detail/d.h"
