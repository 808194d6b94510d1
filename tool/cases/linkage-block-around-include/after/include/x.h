#ifndef X_H
#define X_H
struct Stay { int a; };
int other(void);
#endif
