#include "text/string.h"
int text::length(const String &string) { return string.size; }
