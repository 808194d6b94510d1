#include "new.h"

int main() { return value(); }
