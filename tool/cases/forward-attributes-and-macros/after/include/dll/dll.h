#pragma once

#include "dll/export.h"
#include "dll/hook.h"

namespace dll {

struct Event;

struct DLL_API [[nodiscard]] alignas(16) Event final {
  Hook hook;
  int code = 2;
};

} // namespace dll
