void f() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
