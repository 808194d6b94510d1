#pragma once
#include "handler.h"

struct Events {
  Handler *handler;
  void begin();
};
