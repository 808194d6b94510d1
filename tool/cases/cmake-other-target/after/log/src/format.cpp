#include "log/format.h"

namespace log {
int format(int value) { return value + 1; }
}
