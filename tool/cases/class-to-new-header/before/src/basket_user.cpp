#include "shop.h"

int totalOf(const shop::Basket &basket) { return basket.total(); }
