#pragma once

#include "options.h"

namespace app {

int run(const Options &options);

} // namespace app
