#pragma once
#define EXPECT(x) expect((x), #x)
inline int length(const char *text) {
  int n = 0;
  while (text[n])
    ++n;
  return n;
}
inline int expect(bool holds, const char *text) {
  return holds ? length(text) : 0;
}
