#ifndef INCLUDE_BINDINGS_PLAIN_MOVED_H
#define INCLUDE_BINDINGS_PLAIN_MOVED_H

#include "tfile.h"

//! A plain one.
class PlainFile : public Tag::File {
public:
  explicit PlainFile(Tag::FileName name) : Tag::File(name) {}
  Tag::Tagger *tag() const { return nullptr; }
  int more() { return Tag::File::tell(); }
};

#endif
