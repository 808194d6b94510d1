#ifndef LIST_H
#define LIST_H

struct list;

struct list_node {
  struct list *owner;
  int value;
};

struct list {
  struct list_node first;
  int count;
};

int list_sum(const struct list *list);

#endif
