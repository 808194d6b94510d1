#pragma once

#include "dll/export.h"

namespace dll {

struct Event;

struct DLL_API Hook {
  void (*call)(const Event &event) = nullptr;
};

} // namespace dll
