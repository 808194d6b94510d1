#ifndef X_H
#define X_H
struct Stay { int a = 1; };
struct Log {
#ifdef WITH_LOG
  int level = 3;
#else
  int level = 0;
#endif
};
#endif
