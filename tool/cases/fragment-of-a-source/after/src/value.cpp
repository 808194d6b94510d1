#include "lib/value.h"

#include "value_iterator.inl"
