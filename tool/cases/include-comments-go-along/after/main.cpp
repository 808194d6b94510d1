#include "all.h"
#include "printed.h"
int main() {
  return printed(-kept().front()) != "0" ? 1 : 0;
}
