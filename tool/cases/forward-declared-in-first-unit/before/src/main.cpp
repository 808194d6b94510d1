#include "base/map.h"
#include "old/file.h"
int main() { return old::File().map().size + old::other() == 3 ? 0 : 1; }
