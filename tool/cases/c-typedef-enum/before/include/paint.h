#ifndef PAINT_H
#define PAINT_H

typedef enum {
  COLOR_RED,  /* the first */
  COLOR_BLUE, /* the last */
} color_t;

typedef struct {
  color_t color;
  int width;
} pen_t;

#endif
