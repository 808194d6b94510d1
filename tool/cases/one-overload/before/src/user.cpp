#include "text.h"

template <class T> int both(T number) { return text::print(number); }

int small() { return both(1); }
int large() { return both(1L); }
