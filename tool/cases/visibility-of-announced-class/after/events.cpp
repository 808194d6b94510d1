#include "events.h"

void Events::begin() { handler->begin(); }
