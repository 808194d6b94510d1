#include "lay/lay.h"

#include <cstdio>

int main() {
  lay::Page page;
  std::printf("%d\n", page.rule.holds(page));
}
