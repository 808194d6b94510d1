struct Guard {
  ~Guard();
};
int thrower(int x) { throw x; }
int guarded(int x) {
  Guard guard;
  return thrower(x);
}
int f(int x) {
  try {
    return guarded(x);
  } catch (int) {
    return 1;
  }
}
