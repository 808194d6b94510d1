#include "split.h"

namespace absl {

namespace {
template <typename Policy> unsigned long GenericFind(const std::string &text, Policy p) {
  return text.find(p);
}
} // namespace

unsigned long ByString::Find(const std::string &text) const { return GenericFind(text, d_); }

unsigned long ByChar::Find(const std::string &text) const { return GenericFind(text, c_); }

} // namespace absl
