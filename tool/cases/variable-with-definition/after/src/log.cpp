#include "log.h"
#include "level.h"

namespace log {

bool wanted(int of) { return of <= level; }

} // namespace log
