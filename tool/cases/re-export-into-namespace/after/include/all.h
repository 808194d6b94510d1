#pragma once

#include "part.h"

namespace api {
using part::One;
using part::Two;
using ::whole;
} // namespace api

namespace other {
inline int number() { return part::Two().value; }
} // namespace other
