#include "api.h"

namespace api {

Handle open(const char *name) { return {name[0]}; }

int shut(int number) { return number; }

} // namespace api
