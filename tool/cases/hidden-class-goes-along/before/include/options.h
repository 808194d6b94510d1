#ifndef OPTIONS_H
#define OPTIONS_H
struct Options { int size = 0; };
#endif
