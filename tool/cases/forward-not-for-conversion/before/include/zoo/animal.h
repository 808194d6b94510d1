#pragma once

namespace zoo {

struct Animal {
  int age = 2;
};

inline int feed(const Animal &animal) { return animal.age; }

} // namespace zoo
