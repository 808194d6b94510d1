#include <cstring>

namespace log {
struct Drain {
  const char *name() const { return "log::Drain"; }
};
} // namespace log

int main() { return std::strlen(log::Drain().name()) > 5 ? 0 : 1; }
