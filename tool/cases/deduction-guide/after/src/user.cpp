#include "the_wrap.h"
#include "wrap.h"

int value() { return wrap::inner::Wrap(3).value; }
wrap::Paper paper;
