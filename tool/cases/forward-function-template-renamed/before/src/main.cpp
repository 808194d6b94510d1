#include "a.h"

int main() { return a::start(0); }
