#ifndef LIST_H
#define LIST_H
#include <list>
namespace Tag {
template <class T> class List {
public:
  List();
  ~List();
  int size() const;
private:
  template <class TP> class Private;
  Private<T> *d;
};
} // namespace Tag
#include "list.tcc"
#endif
