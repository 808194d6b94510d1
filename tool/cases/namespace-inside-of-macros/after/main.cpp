#include "color.h"
int main() {
  fmt::style s{fmt::moved::emphasis::bold};
  return fmt::other::tail(s) - fmt::detail::last() + 1;
}
