#include "q.h"

namespace q {

struct Entry {
  int bytes = 4;
};

int size() { return Entry().bytes; }

int other() { return Entry().bytes + 1; }

} // namespace q
