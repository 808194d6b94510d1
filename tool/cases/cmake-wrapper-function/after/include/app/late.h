#pragma once

namespace app {

struct Late {
  int hour() const;
};

} // namespace app
