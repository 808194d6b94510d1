// Deprecated: include "time/timer.h" instead. This header will go after 2099-06-30.
#pragma once

#include "time/timer.h"

#pragma message("timer.h is deprecated and will go after 2099-06-30; include \"time/timer.h\" instead")
