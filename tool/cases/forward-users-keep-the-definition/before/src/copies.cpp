#include "pay/umbrella.h"

int copy() {
  auto card = pay::standard();
  return card.digits;
}
