#include "color.h"
int main() {
  fmt::style s{fmt::emphasis::bold};
  return fmt::tail(s) - fmt::detail::last() + 1;
}
