#include "geo/geo.h"

namespace geo {

int distance(const Point &from, const Point &to) { return to.x - from.x; }

} // namespace geo
