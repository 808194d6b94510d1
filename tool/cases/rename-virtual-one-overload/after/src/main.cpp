namespace dev {
struct Device {
  virtual ~Device() = default;
  virtual int begin() = 0;
  int start(int times) { return times * begin(); }
};
struct Disk : Device {
  using Device::start;
  int begin() override { return 0; }
};
} // namespace dev

int main() { return dev::Disk().start(3); }
