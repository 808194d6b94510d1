#include <cstring>

namespace log {
struct Sink {
  const char *name() const { return "log::Sink"; }
};
} // namespace log

int main() { return std::strlen(log::Sink().name()) > 5 ? 0 : 1; }
