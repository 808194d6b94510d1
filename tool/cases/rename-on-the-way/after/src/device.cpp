#include "device.h"

namespace bus {

static int made = 0;

Device::Device() { ++made; }

Device::~Device() { --made; }

int Device::id() const { return number; }

} // namespace bus
