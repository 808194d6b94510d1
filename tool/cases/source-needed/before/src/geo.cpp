#include "geo.h"

namespace geo {
int Point::twice() const { return 2 * x; }
} // namespace geo
