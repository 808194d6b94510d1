#include "properties.h"

#include "list.h"

namespace lib {

int properties()
{
  containers::List<Key> keys;
  Key key = {7};
  return keys.insert(keys.begin(), key)->number;
}

} // namespace lib
