#pragma once

#include "app.h"

namespace app {
namespace v2 {

struct Report {
  app::Line line;
};

} // namespace v2
} // namespace app
