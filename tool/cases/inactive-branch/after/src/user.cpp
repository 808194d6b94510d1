#include "clock.h"
#include "sys.h"

#ifdef SYS_HAS_TIMER
int start(const sys::time::Clock &clock) { return clock.now(); }
#else
int start(const sys::time::Clock &) { return 1; }
#endif

sys::Cpu cpu;
