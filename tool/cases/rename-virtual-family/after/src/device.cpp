#include "device.h"

namespace dev {
int Disk::begin() { return 5; }
} // namespace dev
