#include "queue.h"

int first(const job::Queue &queue) { return queue.first.number; }
