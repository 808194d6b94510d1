int foreign(int);
int f(int x) {
  try {
    return foreign(x);
  } catch (...) {
    return 1;
  }
}
