#include "nodes.h"

void Events::begin() { handler->begin(); }

int Position::line() const { return mark.line; }
