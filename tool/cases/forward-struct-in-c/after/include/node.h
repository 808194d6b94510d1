#ifndef NODE_H
#define NODE_H

struct list;

struct list_node {
  struct list *owner;
  int value;
};

#endif
