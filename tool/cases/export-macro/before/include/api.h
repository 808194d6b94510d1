#pragma once

#define API __attribute__((visibility("default")))

namespace api {

struct API Handle {
  int number;
};

/// Opens it.
[[nodiscard]] API Handle open(const char *name);
[[deprecated("use open")]] API int shut(int number);

} // namespace api
