int middle(int);
int f(int x) {
  try {
    return middle(x);
  } catch (...) {
    return 1;
  }
}
