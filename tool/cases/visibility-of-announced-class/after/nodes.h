#pragma once
#include "mark.h"

struct Position {
  Mark mark;
  int line() const;
};
