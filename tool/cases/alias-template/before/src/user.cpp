#include "more.h"

int sum(meta::Pair<int> pair) { return meta::IsSmall<char> ? pair.first + pair.second : 0; }
meta::Nothing nothing;
