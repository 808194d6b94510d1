namespace sys::hal {
struct Port {
  int value;
  void kick();
};
void Port::kick() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
}
