#include "t.h"
namespace sys::bus { thread_local int depth = 3; }
