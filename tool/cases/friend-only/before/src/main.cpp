#include "regexp.h"

int main() { return sizeof(re::Regexp) == sizeof(int) ? 0 : 1; }
