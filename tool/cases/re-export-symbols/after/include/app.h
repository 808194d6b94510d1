#pragma once

#include "core.h"
#include "vector.h"

namespace app {

int start();

using core::Engine;
using core::run;
using core::math::Vector;

} // namespace app
