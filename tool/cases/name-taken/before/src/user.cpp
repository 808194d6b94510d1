#include "both.h"

a::Item one;
b::Item two;
