#ifndef MP4TAG_H
#define MP4TAG_H
#include "atom.h"
#include "list_moved.h"
namespace Tag {
namespace MP4 {
class TagX {
  AtomDataList parse(const Atom *atom);
};
} // namespace MP4
} // namespace Tag
#endif
