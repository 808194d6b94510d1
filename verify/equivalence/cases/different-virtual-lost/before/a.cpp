namespace sys::hal {
struct Port {
  int value;
  virtual int get();
};
int Port::get() { return 1; }
int use(Port *p) { return p->get(); }
}
