#include "ser/ser.h"

#include <cstdio>

int main() {
  std::string out;
  ser::Writer<int>().write(out, 42);
  std::printf("%s %d %d %d %d %d\n", out.c_str(), ser::Writer<short>::size(),
              ser::Writer<short *>::size(), ser::Writer<bool>::size(), ser::Writer<char>::size(),
              ser::version());
}
