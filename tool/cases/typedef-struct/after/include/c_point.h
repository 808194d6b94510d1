#ifndef C_POINT_H
#define C_POINT_H

/* A point. */
typedef struct {
  int x, y;
} c_point;

#endif
