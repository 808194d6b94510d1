// Deprecated: include "new.h" instead. This header will go after 2020-02-29.
#pragma once

#include "new.h"

#pragma message("old.h is deprecated and will go after 2020-02-29; include \"new.h\" instead")
