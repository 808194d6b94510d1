#pragma once

#include "hash.h"

namespace grid {

struct Cell {
  int row, column;
};

} // namespace grid

template <> struct lib::Hash<grid::Cell> {
  int operator()(const grid::Cell &cell) const { return cell.row * 31 + cell.column; }
};
