#include "hex.h"

namespace hex {

static char digitOf(int value) { return static_cast<char>('0' + value); }

char encode(int digit) { return digitOf(digit); }
char first() { return digitOf(0); }

} // namespace hex
