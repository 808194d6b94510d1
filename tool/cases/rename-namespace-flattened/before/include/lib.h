#pragma once

namespace lib::v2 {
struct Handle {
  int number;
};
} // namespace lib::v2

namespace lib {
namespace v2 {
namespace io {
inline int read(const v2::Handle &handle) { return handle.number; }
} // namespace io
} // namespace v2
inline int version() { return 2; }
} // namespace lib
