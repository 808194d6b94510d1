#ifndef C_SHAPES_H
#define C_SHAPES_H

typedef struct c_line {
  int length;
} c_line;

#endif
