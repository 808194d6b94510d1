#include "encode.h"

namespace {

// The digits in their order.
constexpr char digits[] = "0123456789abcdef";

char digitOf(int value) { return digits[value & 15]; }

} // namespace

namespace hex {

char encode(int digit) { return digitOf(digit); }

} // namespace hex
