#ifndef X_H
#define X_H
struct Stay { int a; };
struct Log { int level; };
int level_of(struct Log log);
int other(void);
#endif
