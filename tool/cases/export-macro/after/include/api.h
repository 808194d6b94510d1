#pragma once

#define API __attribute__((visibility("default")))

namespace api {

[[deprecated("use open")]] API int shut(int number);

} // namespace api
