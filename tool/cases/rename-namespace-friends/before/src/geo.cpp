#include "geo.h"

int geo::norm(const Point &point) { return point.x < 0 ? -point.x : point.x; }
