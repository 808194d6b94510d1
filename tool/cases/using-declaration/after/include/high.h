#pragma once

#include "buffer.h"
#include "low.h"

namespace high {

using mid::Buffer;
using low::Page;

} // namespace high
