#ifndef COLOR_H
#define COLOR_H

typedef enum {
  COLOR_RED,  /* the first */
  COLOR_BLUE, /* the last */
} color_t;

#endif
