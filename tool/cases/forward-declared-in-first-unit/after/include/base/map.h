#pragma once
namespace base {
struct Map {
  int size = 3;
};
} // namespace base
