#include "properties.h"
#include "total.h"

int helper() { return lib::properties(); }

namespace lib {

int total(const Map<Key, int> &map)
{
  Key one = {1}, two = {2};
  return map.value(one, 0) + map.value(two, 0);
}

} // namespace lib
