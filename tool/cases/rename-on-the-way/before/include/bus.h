#pragma once

namespace bus {

class Dev {
public:
  Dev();
  explicit Dev(int number) : number(number) {}
  Dev(const Dev &other) = default;
  ~Dev();
  Dev &operator=(const Dev &other) = default;
  int id() const;

private:
  int number = 0;
};

int count();

} // namespace bus
