#include "n/n.h"
template struct n::Box<int>;
