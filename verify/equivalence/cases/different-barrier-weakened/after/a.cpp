namespace sys::bus {
struct Port {
  int value;
  void kick();
};
void Port::kick() { __atomic_thread_fence(__ATOMIC_RELEASE); }
}
