#include "split.h"

namespace absl {
ABSL_NAMESPACE_BEGIN

ABSL_NAMESPACE_END
} // namespace absl
