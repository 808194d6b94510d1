#pragma once
struct Mark;
struct Handler {
  virtual ~Handler() = default;
  virtual void on(const Mark &mark) = 0;
  void begin() { ++count; }
  int count = 0;
};
