#include "p.h"
struct own {};
template <> struct meta::tag<own> { static constexpr int v = 5; };
int other() { return meta::tag_v<own> + meta::tag_v<long>; }
