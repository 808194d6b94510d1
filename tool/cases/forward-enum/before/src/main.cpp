#include "job/job.h"

#include <cstdio>

int main() {
  job::Job job;
  job.queue.last = job::State::Busy;
  job.queue.raise(job::High);
  std::printf("%d %d %zu\n", static_cast<int>(job.queue.state()), job.queue.level, sizeof(job::Queue));
}
