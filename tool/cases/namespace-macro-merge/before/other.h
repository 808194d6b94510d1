#ifndef OTHER_H
#define OTHER_H
#include "config.h"

namespace absl {
ABSL_NAMESPACE_BEGIN

int other();

ABSL_NAMESPACE_END

// Outside.
int outside();
} // namespace absl
#endif
