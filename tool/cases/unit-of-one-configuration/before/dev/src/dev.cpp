#include "dev/dev.h"

namespace dev {

int count() { return 2; }

} // namespace dev
