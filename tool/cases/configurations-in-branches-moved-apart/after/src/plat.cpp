#include "plat/plat.h"

namespace plat {

int close(int file) { return file - file; }

} // namespace plat
