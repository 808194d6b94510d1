#include "parse.h"
#include "reader.h"

int main() { return io::parse("42") == 42 && io::length("42") == 2 ? 0 : 1; }
