#pragma once

namespace b {
struct Node {
  int value = 2;
};
} // namespace b
