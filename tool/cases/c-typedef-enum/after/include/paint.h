#ifndef PAINT_H
#define PAINT_H

#include "color.h"

typedef struct {
  color_t color;
  int width;
} pen_t;

#endif
