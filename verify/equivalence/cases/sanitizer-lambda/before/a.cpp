int apply(int *p) {
  const auto twice = [p](int v) { return v * *p; };
  return twice(twice(*p));
}
