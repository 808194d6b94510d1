#include "hex.h"

#include <cstdio>

int main() { std::printf("%c %d\n", hex::encode(11), hex::decode('c')); }
