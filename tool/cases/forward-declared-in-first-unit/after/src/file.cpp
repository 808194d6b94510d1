#include "old/file.h"

namespace old {

int other() { return 0; }

} // namespace old
