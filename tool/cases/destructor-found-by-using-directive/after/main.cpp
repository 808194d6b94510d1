#include "old/xm.h"
#include "lib/map.h"
#include "new/file.h"
int main() { lib::moved::File f; return f.map().n + f.props()->n - 4; }
