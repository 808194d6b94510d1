#include "clock.h"

int minutes() { return seconds() / 60; }
