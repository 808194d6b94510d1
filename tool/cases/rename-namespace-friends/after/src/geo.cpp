#include "geo.h"

int space::geo::norm(const Point &point) { return point.x < 0 ? -point.x : point.x; }
