#include "value_iterator.inl"
