#include "moved.h"
#include "old.h"

x::ToMove one;
x::Stays two;
