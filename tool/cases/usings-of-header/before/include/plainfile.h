#ifndef PLAIN_H
#define PLAIN_H
#include "tfile.h"

using namespace Tag;

//! A plain one.
class PlainFile : public File {
public:
  explicit PlainFile(FileName name) : File(name) {}
  Tagger *tag() const { return nullptr; }
  int more() { return File::tell(); }
};
#endif
