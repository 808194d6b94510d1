void check(int, int);
void f() {
  check(3, __LINE__);
}
