#pragma once

namespace dev {
struct Device {
  virtual ~Device() = default;
  virtual int begin() = 0;
  int begin(int times) { return times * begin(); }
};
struct Disk : Device {
  using Device::begin;
  int begin() override;
};
struct Fast final : Disk {
  int begin() override { return Disk::begin() + 1; }
};
} // namespace dev
