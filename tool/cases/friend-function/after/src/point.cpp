#include "geo/point.h"

namespace geo::flat {

int distance(const Point &from, const Point &to) { return to.x - from.x; }

} // namespace geo::flat
