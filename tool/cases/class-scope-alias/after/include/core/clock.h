#pragma once

namespace core::time {

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

} // namespace core::time
