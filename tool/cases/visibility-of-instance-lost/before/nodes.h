#pragma once
#include "mark.h"

#include "handler.h"

struct Events {
  Handler *handler;
  void begin();
};
struct Position {
  Mark mark;
  int line() const;
};
