#include "writer.h"

namespace lib {

int other(int x) { return x; }

}
