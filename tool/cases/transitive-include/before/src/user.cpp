#include "job.h"

int number(Task task) { return task.number; }

job::Worker worker;
