#include "level.h"

namespace log {

int level = 3;

} // namespace log
