#include "store/store.h"

namespace store {

int Store::put(int value) { return value + store::log(log); }

} // namespace store
