#include "dev/dev.h"

namespace dev {

int timer() { return Irq().number; }

} // namespace dev
