#pragma once

namespace a {
struct Vertex {
  int value = 1;
};
} // namespace a
