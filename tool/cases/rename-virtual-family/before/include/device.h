#pragma once

namespace dev {
struct Device {
  virtual ~Device() = default;
  virtual int start() = 0;
  int start(int times) { return times * start(); }
};
struct Disk : Device {
  using Device::start;
  int start() override;
};
struct Fast final : Disk {
  int start() override { return Disk::start() + 1; }
};
} // namespace dev
