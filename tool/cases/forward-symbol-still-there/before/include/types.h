#pragma once

namespace a {
struct Old {
  int value = 0;
};
struct New {
  int value = 0;
};
} // namespace a
