#include "cyc.h"

int main() { return cyc::Outer().middle.inner.value - 1; }
