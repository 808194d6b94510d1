#pragma once

#include "api.h"

namespace api {

struct API Handle {
  int number;
};

/// Opens it.
[[nodiscard]] API Handle open(const char *name);

} // namespace api
