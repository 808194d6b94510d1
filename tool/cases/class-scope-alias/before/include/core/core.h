#pragma once

namespace core {

struct Clock {
  using rep = long;
  rep now = 5;
};

struct Base {
  explicit Base(int value) : value(value) {}
  int get() const { return value; }

protected:
  int value;
};

} // namespace core
