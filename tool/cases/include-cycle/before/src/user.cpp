#include "tree.h"

int color(const tree::Tree &tree) { return tree.root.color.value; }
