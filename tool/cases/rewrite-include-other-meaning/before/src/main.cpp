#include "a.h"

int main() { return level(); }
