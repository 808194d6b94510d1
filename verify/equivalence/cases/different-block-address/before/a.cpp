int f(int v) {
  static void *const targets[] = {&&one, &&two};
  goto *targets[v];
one:
  return 1;
two:
  return 2;
}
