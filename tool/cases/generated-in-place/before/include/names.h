#pragma once
#include "money.h"
inline int twice(int cents) { return 2 * shop::tax(cents); }
