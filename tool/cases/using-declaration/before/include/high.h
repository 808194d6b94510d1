#pragma once

#include "low.h"

namespace high {

using low::Buffer;
using low::Page;

} // namespace high
