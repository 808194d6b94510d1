#include "store.h"
#include "index.h"

namespace store {

detail::Index Store::index() const {
  detail::Index result(Key{7});
  return result;
}

} // namespace store
