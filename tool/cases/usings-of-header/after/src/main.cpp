#include "bindings/plain_moved.h"

int main() { PlainFile f("x"); return f.more() - 1; }
