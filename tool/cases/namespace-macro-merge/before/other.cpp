#include "other.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
int other() { return 1; }
ABSL_NAMESPACE_END
int outside() { return 2; }
} // namespace absl
