#pragma once

#include "thing.h"

namespace old {
struct Rest {};
} // namespace old
