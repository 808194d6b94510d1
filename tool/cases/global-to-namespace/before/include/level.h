#ifndef LEVEL_H
#define LEVEL_H

struct Level {
  int value;
};

#endif
