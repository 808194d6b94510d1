#ifndef C_SHAPES_H
#define C_SHAPES_H

/* A point. */
typedef struct {
  int x, y;
} c_point;

typedef struct c_line {
  int length;
} c_line;

#endif
