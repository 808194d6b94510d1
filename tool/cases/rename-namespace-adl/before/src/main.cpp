#include "draw.h"

int main() { return area(shape::Square()) - 1; }
