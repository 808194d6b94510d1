#include "pay/pay.h"

pay::Card &pay::standard() {
  static Card card;
  return card;
}
