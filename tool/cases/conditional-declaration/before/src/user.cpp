#include "dbg.h"

dbg::Trap trap;
#ifndef NO_LOG
dbg::Log log_;
#endif
