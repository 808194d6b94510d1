#pragma once

#include "point.h"

namespace algorithm {

template <class T> int total(const T &all) {
  int sum = 0;
  for (const flat::Point &point : all)
    sum += flat::length(point) + length(point);
  return sum;
}

} // namespace algorithm
