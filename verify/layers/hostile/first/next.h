#include_next <next.h>
