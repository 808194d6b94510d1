#include "lib/lib.h"

namespace lib {
inline namespace v2 {

int Codec::encode(int value) const { return value ^ 5; }

} // namespace v2
} // namespace lib
