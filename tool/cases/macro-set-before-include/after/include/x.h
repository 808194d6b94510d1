#ifndef X_H
#define X_H
struct Stay { int a = 1; };
#endif
