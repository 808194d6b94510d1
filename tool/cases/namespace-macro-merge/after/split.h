#ifndef SPLIT_H
#define SPLIT_H
#include "config.h"
#include <string>

namespace absl {
ABSL_NAMESPACE_BEGIN

template <typename Delimiter> unsigned long StrSplit(const std::string &text, Delimiter d) {
  return d.Find(text);
}

ABSL_NAMESPACE_END
} // namespace absl
#endif
