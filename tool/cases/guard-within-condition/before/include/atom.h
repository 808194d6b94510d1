#ifndef NODOC

#ifndef ATOM_H
#define ATOM_H
#include "list.h"
namespace Tag {
namespace MP4 {
class Atom;
typedef Tag::List<Atom *> AtomList;
struct AtomData { int type; };
typedef Tag::List<AtomData> AtomDataList;
class Atom { int x; };
} // namespace MP4
} // namespace Tag
#endif

#endif
