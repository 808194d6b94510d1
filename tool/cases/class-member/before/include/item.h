#pragma once

namespace a {
struct Item {
  int weight() const { return 1; }
};
} // namespace a
