#include "new.h"
#include "old.h"

int main() { return value() + other(); }
