void check(int, int);

void f() {
  check(5, __LINE__);
}
