#include "dbg.h"
#include "dbg_log.h"

dbg::Trap trap;
#ifndef NO_LOG
dbg::Log log_;
#endif
