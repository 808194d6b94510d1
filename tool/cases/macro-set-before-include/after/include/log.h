#ifndef LOG_H
#define LOG_H

struct Log {
#ifdef WITH_LOG
  int level = 3;
#else
  int level = 0;
#endif
};

#endif
