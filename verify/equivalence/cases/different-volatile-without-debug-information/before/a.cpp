__attribute__((nodebug)) void f() {
  volatile int x = 1;
  x = 2;
}
