#include "wrap.h"

int value() { return wrap::Wrap(3).value; }
wrap::Paper paper;
