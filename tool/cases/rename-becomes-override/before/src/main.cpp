struct Base {
  virtual ~Base() = default;
  virtual int run() { return 0; }
};
struct Special : Base {
  int extra() { return 1; }
};

int main() {
  Special special;
  Base &base = special;
  return base.run() + special.extra() - 1;
}
