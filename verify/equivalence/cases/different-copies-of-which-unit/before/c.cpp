#define V 2
#include "v.h"
int c() { return value(); }
int main() {}
