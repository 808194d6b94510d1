#pragma once

namespace wire {

struct Trailer {
  unsigned sum;
};
static_assert(sizeof(Trailer) == 4);

} // namespace wire
