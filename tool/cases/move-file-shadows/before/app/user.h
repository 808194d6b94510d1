#pragma once
#include "config.h"
inline int answer() { return ANSWER; }
