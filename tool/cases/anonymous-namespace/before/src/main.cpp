#include "text.h"

#include <cstdio>

int main() {
  std::printf("[%s] [%s]\n", text::trimmed(" a\t").c_str(), text::doubled("b").c_str());
}
