#pragma once

namespace map {

struct City {
  int people = 5;
};

struct Road {
  const City *from = nullptr;
  City *to = nullptr;
};

} // namespace map
