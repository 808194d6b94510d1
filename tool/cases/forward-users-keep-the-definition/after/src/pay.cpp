#include "pay/pay.h"
#include "pay/card.h"

pay::Card &pay::standard() {
  static Card card;
  return card;
}
