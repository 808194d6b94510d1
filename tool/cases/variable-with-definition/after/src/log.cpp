#include "level.h"
#include "log.h"

namespace log {

bool wanted(int of) { return of <= level; }

} // namespace log
