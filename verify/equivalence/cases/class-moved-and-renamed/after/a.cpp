namespace sys::bus {
struct Gate {
  Gate();
  ~Gate();
  int get() const;
  int value;
};
Gate::Gate() : value(1) {}
Gate::~Gate() {}
int Gate::get() const { return value; }
}
int use() { sys::bus::Gate p; return p.get(); }
