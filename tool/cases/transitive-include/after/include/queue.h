#pragma once

#include "task.h"

namespace job {

struct Queue {
  Task first;
};

} // namespace job
