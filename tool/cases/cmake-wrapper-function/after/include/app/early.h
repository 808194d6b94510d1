#pragma once

namespace app {

struct Early {
  int hour() const;
};

} // namespace app
