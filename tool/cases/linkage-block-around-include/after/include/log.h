#ifndef LOG_H
#define LOG_H

struct Log { int level; };
int level_of(struct Log log);

#endif
