#include "old/file.h"
#include "base/map.h"

namespace old {

base::Map File::map() const { return base::Map(); }

int other() { return 0; }

} // namespace old
