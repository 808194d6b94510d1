#pragma once

namespace geo {

int area(int width, int height);

} // namespace geo
