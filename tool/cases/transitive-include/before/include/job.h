#pragma once

#include "task.h"

namespace job {

struct Queue {
  Task first;
};

struct Worker {
  int id = 0;
};

} // namespace job
