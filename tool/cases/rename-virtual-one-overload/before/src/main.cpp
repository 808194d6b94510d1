namespace dev {
struct Device {
  virtual ~Device() = default;
  virtual int start() = 0;
  int start(int times) { return times * start(); }
};
struct Disk : Device {
  using Device::start;
  int start() override { return 0; }
};
} // namespace dev

int main() { return dev::Disk().start(3); }
