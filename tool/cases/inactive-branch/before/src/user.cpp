#include "sys.h"

#ifdef SYS_HAS_TIMER
int start(const sys::Clock &clock) { return clock.now(); }
#else
int start(const sys::Clock &) { return 1; }
#endif

sys::Cpu cpu;
