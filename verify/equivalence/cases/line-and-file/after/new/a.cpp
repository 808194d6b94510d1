// moved

void fail(const char *, int);
int f(int v) {
  if (v < 0)
    fail(__FILE__, __LINE__);
  return v;
}
