#ifndef LIST_MOVED_H
#define LIST_MOVED_H

#include "atom.h"
#include "list.h"

namespace Tag {
namespace MP4 {
#ifndef NODOC
typedef Tag::List<AtomData> AtomDataList;
#endif
} // namespace MP4
} // namespace Tag

#endif
