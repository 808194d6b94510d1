#pragma once

namespace bus {

class Device {
public:
  Device();
  explicit Device(int number) : number(number) {}
  Device(const Device &other) = default;
  ~Device();
  Device &operator=(const Device &other) = default;
  int id() const;

private:
  int number = 0;
};

} // namespace bus
