#include "guarded.h"
#undef GUARDED_H
#define SECOND
#include "guarded.h"
#include "pragma_once.h"
#include "pragma_once.h"
