#pragma once

namespace a {
struct Node {
  int value = 1;
};
} // namespace a

namespace b {
struct Node {
  int value = 2;
};
} // namespace b
