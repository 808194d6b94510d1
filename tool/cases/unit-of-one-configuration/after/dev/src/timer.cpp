#include "dev/dev.h"
#include "dev/irq.h"

namespace dev {

int timer() { return Irq().number; }

} // namespace dev
