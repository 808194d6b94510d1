namespace sys::bus {
struct Port {
  int value;
  void halt();
};
void Port::halt() { asm volatile("nop"); }
}
