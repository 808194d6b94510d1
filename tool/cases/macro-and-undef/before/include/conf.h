#pragma once

#define LEVEL 1
inline int first() { return LEVEL; }
#undef LEVEL
#define LEVEL 2
inline int second() { return LEVEL; }
