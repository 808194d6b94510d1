#ifndef LIST_H
#define LIST_H

#include "node.h"

struct list;

struct list {
  struct list_node first;
  int count;
};

int list_sum(const struct list *list);

#endif
