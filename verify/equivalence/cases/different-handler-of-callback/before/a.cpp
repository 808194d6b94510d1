extern "C" int each(int, int (*)(int));
int thrower(int x) { throw x; }
int f(int x) {
  try {
    return each(x, thrower);
  } catch (int) {
    return 1;
  }
}
