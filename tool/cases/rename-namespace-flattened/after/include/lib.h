#pragma once

namespace lib {
struct Handle {
  int number;
};
} // namespace lib

namespace lib {
namespace io {
inline int read(const lib::Handle &handle) { return handle.number; }
} // namespace io
inline int version() { return 2; }
} // namespace lib
