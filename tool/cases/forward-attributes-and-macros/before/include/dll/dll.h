#pragma once

#include "dll/export.h"

namespace dll {

struct Event;

struct DLL_API Hook {
  void (*call)(const Event &event) = nullptr;
};

struct DLL_API [[nodiscard]] alignas(16) Event final {
  Hook hook;
  int code = 2;
};

} // namespace dll
