#include "t.h"
namespace sys::hal { thread_local int depth = 3; }
