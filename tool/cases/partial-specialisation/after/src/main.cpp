#include "ser/ser.h"
#include "ser/writer.h"

#include <cstdio>

int main() {
  std::string out;
  ser::core::Writer<int>().write(out, 42);
  std::printf("%s %d %d %d %d %d\n", out.c_str(), ser::core::Writer<short>::size(),
              ser::core::Writer<short *>::size(), ser::core::Writer<bool>::size(), ser::core::Writer<char>::size(),
              ser::version());
}
