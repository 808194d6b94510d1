#include "device.h"

namespace dev {
int Disk::start() { return 5; }
} // namespace dev
