#include "plainfile.h"

int main() { PlainFile f("x"); return f.more() - 1; }
