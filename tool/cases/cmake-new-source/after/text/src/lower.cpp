#include "text/text.h"

char text::lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
