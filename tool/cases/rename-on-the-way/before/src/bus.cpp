#include "bus.h"

namespace bus {

static int made = 0;

Dev::Dev() { ++made; }

Dev::~Dev() { --made; }

int Dev::id() const { return number; }

int count() { return 1; }

} // namespace bus
