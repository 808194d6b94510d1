#pragma once

namespace app {

struct Early {
  int hour() const;
};

struct Late {
  int hour() const;
};

} // namespace app
