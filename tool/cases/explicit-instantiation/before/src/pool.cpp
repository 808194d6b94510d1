#include "pool/pool.h"

namespace pool {

template <class T> int Pool<T>::take() { return ++taken + Limits().most; }

template class Pool<int>;

} // namespace pool
