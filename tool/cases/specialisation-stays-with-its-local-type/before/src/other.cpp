#include "u.h"
struct own {};
template <> struct u::detail::tag<own> { static constexpr int v = 5; };
int other() { return u::tag_v<own> + u::tag_v<long>; }
