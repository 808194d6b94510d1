#include "more.h"
#include "traits.h"

int sum(meta::traits::Pair<int> pair) { return meta::traits::IsSmall<char> ? pair.first + pair.second : 0; }
meta::Nothing nothing;
