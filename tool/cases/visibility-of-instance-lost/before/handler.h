#pragma once
struct Mark;
template <class T> __attribute__((visibility("default"))) inline int *slot() {
  static int value = 0;
  return &value;
}
struct Handler {
  virtual ~Handler() = default;
  virtual void on(const Mark &mark) = 0;
  void begin() { ++*slot<Mark>(), ++count; }
  int count = 0;
};
