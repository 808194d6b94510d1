#include "handle.h"

namespace api {

Handle open(const char *name) { return {name[0]}; }

} // namespace api
