#include "item.h"

int weigh(a::Item item) { return item.weight(); }
