namespace sys::bus {
struct Port {
  int value;
  int get(int a, int b);
};
int sub(int a, int b);
int Port::get(int a, int b) { return sub(b, a); }
}
