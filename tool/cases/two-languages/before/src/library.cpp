#include "properties.h"

#include "list.h"
#include "total.h"

namespace lib {

int properties()
{
  List<Key> keys;
  Key key = {7};
  return keys.insert(keys.begin(), key)->number;
}

int total(const Map<Key, int> &map)
{
  Key one = {1}, two = {2};
  return map.value(one, 0) + map.value(two, 0);
}

} // namespace lib
