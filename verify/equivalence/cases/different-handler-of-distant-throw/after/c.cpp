int deep(int x) {
  if (x > 2)
    throw x;
  return x;
}
