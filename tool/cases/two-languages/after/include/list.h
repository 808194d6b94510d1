#ifndef LIB_LIST_H
#define LIB_LIST_H

#include <list>

namespace lib {

namespace containers {

/// A list.
template <class T> class List {
public:
  typedef typename std::list<T>::iterator Iterator;

  Iterator begin();
  Iterator insert(Iterator where, const T &item);

private:
  std::list<T> list;
};

} // namespace containers

} // namespace lib

#include "list.tcc"

#endif
