int f(int v) {
  static void *const targets[] = {&&two, &&one};
  goto *targets[v];
one:
  return 1;
two:
  return 2;
}
