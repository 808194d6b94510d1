float sum(float a, float b, float c) {
#pragma clang fp reassociate(on)
  return a + b + c;
}
