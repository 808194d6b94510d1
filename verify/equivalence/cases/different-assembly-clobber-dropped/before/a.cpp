namespace sys::hal {
struct Port {
  int value;
  void halt();
};
void Port::halt() { asm volatile("hlt" ::: "memory"); }
}
