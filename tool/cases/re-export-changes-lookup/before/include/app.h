#pragma once

#include "core.h"

int level(long);

namespace app {
int start();
} // namespace app
