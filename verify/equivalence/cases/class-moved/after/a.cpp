namespace sys::bus {
struct Port {
  Port();
  ~Port();
  int get() const;
  int value;
};
Port::Port() : value(1) {}
Port::~Port() {}
int Port::get() const { return value; }
}
int use() { sys::bus::Port p; return p.get(); }
