#include "all.h"
int main() {
  return printed(-kept().front()) != "0" ? 1 : 0;
}
