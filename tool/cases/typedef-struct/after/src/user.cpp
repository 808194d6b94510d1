#include "c_point.h"
#include "c_shapes.h"

int x(const c_point *point, const c_line *line) { return point->x + line->length; }
