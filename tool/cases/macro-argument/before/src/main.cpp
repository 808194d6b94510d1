#include "job.h"

#include <cstdio>

int main() {
  JOB_MAKE(job::Task, task);
  std::printf("%d %zu %d\n", task.steps, JOB_SIZE(job::Task), job::limit());
}
