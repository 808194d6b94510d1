#include "log.h"

int main() {
  log::level = 2;
  return log::wanted(3) ? 1 : 0;
}
