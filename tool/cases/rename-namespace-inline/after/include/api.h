#pragma once

namespace api {
inline namespace v2 {
inline int answer() { return 42; }
} // namespace v2
} // namespace api
