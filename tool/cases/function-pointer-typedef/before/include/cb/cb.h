#pragma once

namespace cb {

struct Target {
  int hit(int value) { return value + 1; }
};

typedef int (*Handler)(int value, void *context);
typedef Handler Table[2];
typedef int (Target::*Method)(int);

inline int call(Handler handler, int value) { return handler(value, nullptr); }

} // namespace cb
