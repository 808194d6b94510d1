#include "trace.h"

char first() {
  TRACE("first");
  return span_.name[0];
}

trace::Sink sink;
