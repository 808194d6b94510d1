#pragma once

#define JOB_MAKE(type, name) type name
#define JOB_SIZE(type) sizeof(type)

namespace job {

inline int limit() { return 9; }

} // namespace job
