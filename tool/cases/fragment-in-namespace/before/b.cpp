#include "old.h"
int b(){ return w::g(); }
