void f() { __atomic_signal_fence(__ATOMIC_SEQ_CST); }
