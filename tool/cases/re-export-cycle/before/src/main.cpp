#include "high.h"

int main() {
  high::Tower tower;
  (void)tower;
}
