#ifndef TFILE_H
#define TFILE_H
namespace Tag {
class Tagger {};
typedef const char *FileName;
class File {
public:
  explicit File(FileName) {}
  virtual ~File() {}
  virtual Tagger *tag() const = 0;
  int tell() { return 1; }
};
} // namespace Tag
#endif
