#include "types.h"

int main() { return a::Old().value + a::New().value; }
