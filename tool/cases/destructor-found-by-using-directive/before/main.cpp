#include "old/xm.h"
#include "lib/map.h"
int main() { lib::XM::File f; return f.map().n + f.props()->n - 4; }
