#include "list.h"

int list_sum(const struct list *list) { return list->first.value + list->count; }
