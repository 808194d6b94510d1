#include "low/low.h"

namespace low {

int use() { return Name().id; }

} // namespace low
