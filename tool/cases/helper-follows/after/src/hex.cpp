#include "hex.h"

namespace hex {

static int between(int value, int low, int high) { return low <= value && value <= high; }

int decode(char digit) { return between(digit, '0', '9') ? digit - '0' : digit - 'a' + 10; }

} // namespace hex
