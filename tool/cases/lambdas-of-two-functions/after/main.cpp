#include "digits.h"
#include "two.h"

int main() { return hasUpper("A") && hasDigit("1") && !hasBlank("x") ? 0 : 1; }
