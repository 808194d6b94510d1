#include "nodes.h"

int Position::line() const { return mark.line; }
