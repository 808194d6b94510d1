#include "text/text.h"

int text::words(const char *text) { return length(text) > 0 ? 1 : 0; }
