#pragma once

namespace api {
inline namespace v1 {
inline int answer() { return 42; }
} // namespace v1
} // namespace api
