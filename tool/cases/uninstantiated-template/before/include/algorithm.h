#pragma once

#include "geo.h"

namespace algorithm {

template <class T> int total(const T &all) {
  int sum = 0;
  for (const geo::Point &point : all)
    sum += geo::length(point) + length(point);
  return sum;
}

} // namespace algorithm
