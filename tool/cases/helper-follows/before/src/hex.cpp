#include "hex.h"

namespace {

// The digits in their order.
constexpr char digits[] = "0123456789abcdef";

char digitOf(int value) { return digits[value & 15]; }

} // namespace

namespace hex {

static int between(int value, int low, int high) { return low <= value && value <= high; }

char encode(int digit) { return digitOf(digit); }

int decode(char digit) { return between(digit, '0', '9') ? digit - '0' : digit - 'a' + 10; }

} // namespace hex
