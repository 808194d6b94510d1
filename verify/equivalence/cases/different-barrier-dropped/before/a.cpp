namespace sys::hal {
struct Port {
  int value;
  void kick();
};
void Port::kick() { value = 1; __atomic_thread_fence(__ATOMIC_SEQ_CST); value = 2; }
}
