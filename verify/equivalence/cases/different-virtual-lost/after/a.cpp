namespace sys::bus {
struct Port {
  int value;
  int get();
};
int Port::get() { return 1; }
int use(Port *p) { return p->get(); }
}
