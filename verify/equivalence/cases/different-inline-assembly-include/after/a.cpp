void f() {
  asm volatile(".include \"code.inc\"");
}
