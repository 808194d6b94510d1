#include "job.h"
#include "task.h"

int number(Task task) { return task.number; }

job::Worker worker;
