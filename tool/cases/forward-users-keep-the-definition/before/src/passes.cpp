#include "pay/umbrella.h"

pay::Card *same(pay::Card *card) { return card; }
