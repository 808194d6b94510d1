#pragma once

#include "hash.h"

namespace geo {

struct Cell {
  int row, column;
};

struct Map {
  int size = 0;
};

} // namespace geo

template <> struct lib::Hash<geo::Cell> {
  int operator()(const geo::Cell &cell) const { return cell.row * 31 + cell.column; }
};

namespace lib {

template <> struct Hash<geo::Map> {
  int operator()(const geo::Map &map) const { return map.size; }
};

} // namespace lib
