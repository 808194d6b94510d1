#define V 1
#include "v.h"
int c() { return value(); }
int main() {}
