#pragma once

namespace map {

struct City {
  int people = 5;
};

} // namespace map
