#ifndef LIST_H
#define LIST_H
namespace Tag {
template <class T> struct List { T *first; typedef T *Iterator; };
} // namespace Tag
#endif
