#include "high.h"

int size(const high::Buffer &buffer) { return buffer.size; }
high::Page page;
