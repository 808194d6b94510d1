#include "geo.h"

namespace geo {

int area(int width, int height) { return width * height; }

} // namespace geo
