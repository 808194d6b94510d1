#ifndef REGEXP_H
#define REGEXP_H
namespace re {
class Regexp {
  friend bool parse(Regexp *regexp);
  int size = 0;
};
} // namespace re
#endif
