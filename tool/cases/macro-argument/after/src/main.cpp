#include "job.h"
#include "task.h"

#include <cstdio>

int main() {
  JOB_MAKE(work::Task, task);
  std::printf("%d %zu %d\n", task.steps, JOB_SIZE(work::Task), job::limit());
}
