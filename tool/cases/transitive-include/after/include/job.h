#pragma once

namespace job {

struct Worker {
  int id = 0;
};

} // namespace job
