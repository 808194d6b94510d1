#include "log.h"

namespace log {

int level = 3;

bool wanted(int of) { return of <= level; }

} // namespace log
