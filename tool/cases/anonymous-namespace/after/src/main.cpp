#include "text.h"
#include "trim.h"

#include <cstdio>

int main() {
  std::printf("[%s] [%s]\n", text::edit::trimmed(" a\t").c_str(), text::doubled("b").c_str());
}
